package io.github.virtcompanion.bench;

/// What the user wants measured.
///
/// @param format  of the scratch image: `qcow2`, `raw`
/// @param effort  for the host's figures, and once more for the guest's
/// @param inGuest a guest is to write as well
/// @param asAdministrator in the directory that is closed, which polkit is asked for
public record Wish(String format, Effort effort, boolean inGuest, boolean asAdministrator) {
    public Wish(String format, Effort effort, boolean inGuest) {
        this(format, effort, inGuest, false);
    }
}
