package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// Reads what is to be known of a connection's host.
@FunctionalInterface
public interface HostSource {
    /// @param view       what libvirt says of KVM there
    /// @param imagePaths absolute paths of its machines' disk images
    ///
    /// @throws FailedException nothing at all could be read
    Host read(ConnectionSpec spec, LibvirtView view, Set<String> imagePaths) throws FailedException;

    /// When the machines there were started, by uuid, as far as it is to be seen.
    default Map<String, Instant> runningSince(ConnectionSpec spec) {
        return Map.of();
    }

    /// Something cheap that differs as soon as reading again is worth while: /dev/kvm has come, a module has gone. Constant where
    /// nothing is to be seen.
    default String signature(ConnectionSpec spec) {
        return "";
    }

    /// Whether the files of that other host are read through ssh: only after its user has agreed.
    default boolean readsFilesOverSsh(ConnectionSpec spec) {
        return false;
    }

    /// Remembers that the user agrees, or no longer does; takes effect when the host is next read.
    ///
    /// @throws FailedException it could not be remembered
    default void readFilesOverSsh(ConnectionSpec spec, boolean agreed) throws FailedException {
        throw new Failure(Message.of("inventory.ssh.not-possible", spec.uri()), Message.of("inventory.ssh.not-possible.next"), "").asException();
    }
}
