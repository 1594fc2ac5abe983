package io.github.virtcompanion;

import io.github.virtcompanion.host.DemoHost;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.HostSource;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.system.PrivateFiles;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

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

    /// The demo host's facts for its own connection, and everybody else's from the given source.
    HostSource or(HostSource others) {
        return new HostSource() {
            @Override
            public Host read(ConnectionSpec spec, LibvirtView view, Set<String> imagePaths) throws FailedException {
                return (spec.kind() == ConnectionSpec.Kind.DEMO ? source() : others).read(spec, view, imagePaths);
            }

            @Override
            public Map<String, Instant> runningSince(ConnectionSpec spec) {
                return others.runningSince(spec);
            }

            @Override
            public String signature(ConnectionSpec spec) {
                return spec.kind() == ConnectionSpec.Kind.DEMO ? "" : others.signature(spec);
            }

            @Override
            public boolean readsFilesOverSsh(ConnectionSpec spec) {
                return others.readsFilesOverSsh(spec);
            }

            @Override
            public void readFilesOverSsh(ConnectionSpec spec, boolean agreed) throws FailedException {
                others.readFilesOverSsh(spec, agreed);
            }
        };
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
