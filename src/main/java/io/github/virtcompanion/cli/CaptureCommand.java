package io.github.virtcompanion.cli;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.LibvirtView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `virt-companion capture FILE`: this host's facts for a bug report.
@Command(name = "capture")
final class CaptureCommand extends Connected implements Callable<Integer> {
    @Parameters(arity = "1", paramLabel = "FILE", descriptionKey = "cli.parameter.capture")
    private Path file;

    CaptureCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException {
        tools.files().expectNone(file);
        try (Inventory inventory = open(uris)) {
            inventory.judged().join();
            // Only this host's files are captured, so only its own connections have something to add.
            List<Connection> here = inventory.connections().stream()
                    .filter(connection -> connection.kind() == ConnectionSpec.Kind.LOCAL && connection.status().connected()).toList();
            LibvirtView view = here.isEmpty() ? LibvirtView.notAsked(Fact.unknown("inventory.view.not-asked")) : here.getFirst().libvirtView();
            Set<String> images = here.stream().flatMap(connection -> connection.machines().stream()).flatMap(machine -> machine.stored().toOptional().stream())
                    .flatMap(stored -> stored.disks().stream()).map(Disk::source).flatMap(path -> path.stream()).filter(path -> path.startsWith("/")).collect(Collectors.toSet());
            tools.capture().write(file, view, images);
            out().println(say("cli.capture.done", file));
            return Cli.OK;
        }
    }
}
