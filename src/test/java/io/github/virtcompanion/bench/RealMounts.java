package io.github.virtcompanion.bench;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// Tests that mount: in the mount namespace of packaging/private-libvirtd.sh alone, where nobody else sees it.
final class RealMounts implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(System.getenv("VIRT_COMPANION_IT") != null, "to be run by packaging/private-libvirtd.sh");
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/loop-control")), "no loop devices here");
    }

    static boolean installed(String program) {
        return Stream.concat(Arrays.stream(System.getenv("PATH").split(":")), Stream.of("/sbin", "/usr/sbin"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
