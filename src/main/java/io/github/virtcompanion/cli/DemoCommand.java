package io.github.virtcompanion.cli;

import picocli.CommandLine.Command;

/// `virt-companion demo`: the window on the demo host.
@Command(name = "demo")
final class DemoCommand extends Shared implements Runnable {
    DemoCommand(Tools tools) {
        super(tools);
    }

    @Override
    public void run() {
        tools.demo().run();
    }
}
