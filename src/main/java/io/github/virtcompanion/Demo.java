package io.github.virtcompanion;

import io.github.virtcompanion.host.DemoHost;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.HostSource;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;

/// The demo host, unpacked at its first use.
final class Demo {
    private DemoHost unpacked;

    /// For libvirt's test driver.
    String uri() throws FailedException {
        return host().uri();
    }

    HostSource source() throws FailedException {
        return new HostFiles(host().files(), host().commands());
    }

    private synchronized DemoHost host() throws FailedException {
        if (unpacked == null) {
            unpacked = DemoHost.unpack();
            unpacked.tree().untilExit();
        }
        return unpacked;
    }

    /// What is written down about the demo host, and goes with it.
    PrivateFiles files() throws FailedException {
        return new PrivateFiles(host().tree().directory().resolve("state"));
    }
}
