package io.github.virtcompanion.libvirt;

import java.util.Optional;

/// Asked for a user name or password while a remote connection is opened, on the thread that opens it.
@FunctionalInterface
public interface Credentials {
    /// Nobody is there to ask: a connection that wants a password fails.
    Credentials NONE = (_, _) -> Optional.empty();

    /// @param prompt libvirt's own words
    /// @param echo   whether the answer may be seen while it is typed
    /// @return empty to give up
    Optional<String> ask(String prompt, boolean echo);
}
