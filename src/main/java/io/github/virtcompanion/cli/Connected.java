package io.github.virtcompanion.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/// A command that speaks to libvirt.
@Command
abstract class Connected extends Shared {
    @Option(names = {"-c", "--connect"}, paramLabel = "URI", descriptionKey = "cli.option.connect")
    List<String> uris = new ArrayList<>();

    Connected(Tools tools) {
        super(tools);
    }
}
