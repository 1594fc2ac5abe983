package io.github.virtcompanion.cli;

import io.github.virtcompanion.bench.Benchmark;
import io.github.virtcompanion.bench.Recordings;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.History;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.host.Capture;
import io.github.virtcompanion.host.DemoHost;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Runs commands as scripts do, on the demo host.
abstract class OnTheDemo {
    static DemoHost demo;

    @TempDir
    Path directory;
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    Locale locale = Locale.ENGLISH;
    List<ConnectionSpec> sources = List.of(ConnectionSpec.demo());

    @BeforeAll
    static void unpack() throws Exception {
        demo = DemoHost.unpack();
    }

    @AfterAll
    static void remove() {
        demo.close();
    }

    int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new Cli(tools()).run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    Tools tools() {
        SystemFiles files = SystemFiles.realHost();
        var history = new History(new PrivateFiles(directory.resolve("state")));
        var changes = new Changes(history, Clock.systemUTC());
        var flush = new DiskFlush(demo.commands());
        var live = new LiveChanges(history, new PrivateFiles(directory.resolve("state")), demo.files(), flush, connection -> Libvirt.open(demo.uri(), false), Clock.systemUTC(), "/home/demo");
        return new Tools(new Words(locale), () -> sources,
                specs -> new Inventory(specs, (spec, readOnly) -> Libvirt.open(spec.kind() == ConnectionSpec.Kind.DEMO ? demo.uri() : spec.uri(), readOnly),
                        new HostFiles(demo.files(), demo.commands()), false),
                root -> new HostFiles(new SystemFiles(root), new Commands(new SystemFiles(root))), changes, live, new RunWatch(live, flush),
                new Batches(changes, new PrivateFiles(directory.resolve("state")), () -> new PrivateFiles(directory.resolve("state")), Clock.systemUTC()), new PlainFiles(),
                new Benchmark(new Commands(files), files, new Random(1)), new Recordings(new PrivateFiles(directory.resolve("state"))),
                (file, view, images) -> Capture.write(file, demo.files(), demo.commands(), view, images), () -> {
                    out.write("window");
                    return Cli.OK;
                }, () -> "virt-companion 1.2.3");
    }
}
