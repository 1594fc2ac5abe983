package io.github.virtcompanion;

import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.HostSource;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.BundledTree;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;

/// The demo host: libvirt's test driver with the six machines of the story, on a bundled host root. Unpacked at its first use.
final class Demo {
    private static final String RESOURCES = "/io/github/virtcompanion/demo";
    private BundledTree tree;

    /// For libvirt's test driver.
    String uri() throws FailedException {
        return "test://" + tree().directory().resolve("node.xml");
    }

    /// The bundled host.
    HostSource host() {
        return (spec, view, paths) -> {
            try {
                SystemFiles files = new SystemFiles(tree().directory().resolve("root"));
                return new HostFiles(files, new Commands(files)).read(spec, view, paths);
            } catch (FailedException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private synchronized BundledTree tree() throws FailedException {
        if (tree == null) {
            tree = BundledTree.unpack(RESOURCES).untilExit();
        }
        return tree;
    }
}
