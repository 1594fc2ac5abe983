package io.github.virtcompanion.cli;

import io.github.virtcompanion.bench.Benchmark;
import io.github.virtcompanion.bench.Recordings;
import io.github.virtcompanion.change.Author;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.History;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.words.Words;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// The command line in a process of its own, whose N-th call that changes anything at libvirt is its last: no catch, no
/// finally and no shutdown hook runs after it, as after `kill -9`.
///
/// `HaltingProgram N before|after|daemon STATE ARGUMENT...`; `daemon` kills libvirtd before that call instead, and goes on.
public final class HaltingProgram {
    static final int HALTED = 137;
    private static final Set<String> CHANGING = Set.of("define", "redefine", "redefineDevice", "describe", "setStoredMemory", "setStoredProcessors", "managedSave", "defineManagedSave", "start", "startOnce");

    private HaltingProgram() {}

    public static void main(String[] arguments) {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[0]));
        String how = arguments[1];
        PrivateFiles state = new PrivateFiles(Path.of(arguments[2]));
        SystemFiles files = SystemFiles.realHost();
        Commands commands = new Commands(files);
        LiveChanges.Opening opening = connection -> halting(Libvirt.open(connection.uri(), false), left, how);
        var changes = new Changes(new History(state, () -> state, () -> Author.byCommand("test")), Clock.systemUTC(), opening);
        var flush = new DiskFlush(commands);
        var live = new LiveChanges(changes.history(), state, files, flush, opening, Clock.systemUTC(), "/root");
        var tools = new Tools(new Words(Locale.ENGLISH), List::of,
                specs -> new Inventory(specs, (spec, readOnly) -> halting(Libvirt.open(spec.uri(), readOnly), left, how), new HostFiles(files, commands), false),
                _ -> new HostFiles(files, commands), changes, live, new RunWatch(live, flush), new Batches(changes, state, () -> state, Clock.systemUTC()), new PlainFiles(),
                new Benchmark(commands, files, new Random(1)), new Recordings(PrivateFiles.state()), (_, _, _) -> { }, () -> Cli.OK, () -> "test");
        int exit = new Cli(tools).run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), Arrays.copyOfRange(arguments, 3, arguments.length));
        // As Main does; and "left" tells whether it has come to it.
        System.exit(left.get() > 0 ? 0 : exit == 0 ? 10 : 11);
    }

    private static Hypervisor halting(Hypervisor real, AtomicInteger left, String how) throws FailedException {
        return (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[]{Hypervisor.class}, (_, method, values) -> {
            boolean now = CHANGING.contains(method.getName()) && left.getAndDecrement() == 1;
            if (now && how.equals("before")) Runtime.getRuntime().halt(HALTED);
            if (now && how.equals("daemon")) {
                ProcessHandle daemon = ProcessHandle.of(Long.parseLong(Files.readString(Path.of("/run/virt-companion-it.pid")).strip())).orElseThrow();
                daemon.destroyForcibly();
                while (daemon.isAlive()) Thread.onSpinWait();
            }
            Object result;
            try {
                result = method.invoke(real, values);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (now && how.equals("after")) Runtime.getRuntime().halt(HALTED);
            return result;
        });
    }
}
