package io.github.virtcompanion.libvirt;

/// What was being done when libvirt refused, for the errors whose meaning depends on it.
enum Action {
    OPEN, READ, DEFINE, START, CONTROL;

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
