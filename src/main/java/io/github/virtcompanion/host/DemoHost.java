package io.github.virtcompanion.host;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.BundledTree;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// A host that is not there: libvirt's test driver with six machines of 2011, and the files of the computer they ran on,
/// an i7-2600 with VT-x switched off and a btrfs on two striped disks.
///
/// @param uri      for libvirt; its state lives in the connection and ends with it
/// @param files    the host's
/// @param commands what they would say there
public record DemoHost(String uri, SystemFiles files, Commands commands, BundledTree tree) implements AutoCloseable {

    /// @throws FailedException where there is no room for some small files
    public static DemoHost unpack() throws FailedException {
        BundledTree tree = BundledTree.unpack("/io/github/virtcompanion/demo");
        SystemFiles files = new SystemFiles(tree.directory().resolve("root"));
        return new DemoHost(uri(tree.directory().resolve("node.xml")), files, new Commands(files), tree);
    }

    static String uri(Path node) {
        try {
            return "test://" + new URI(null, null, node.toAbsolutePath().toString(), null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(node.toString(), e);
        }
    }

    @Override
    public void close() {
        tree.close();
    }
}
