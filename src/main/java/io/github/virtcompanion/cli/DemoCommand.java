package io.github.virtcompanion.cli;

import picocli.CommandLine.Command;

import java.util.concurrent.Callable;

/// `virt-companion demo`: the window on the demo host.
@Command(name = "demo")
final class DemoCommand extends Shared implements Callable<Integer> {
    DemoCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() {
        return tools.demo().getAsInt();
    }
}
