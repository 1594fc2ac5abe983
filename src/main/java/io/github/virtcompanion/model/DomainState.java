package io.github.virtcompanion.model;

/// virDomainState, and "saved" as virt-manager shows it: shut off with a managed save image.
public enum DomainState {
    NO_STATE, RUNNING, BLOCKED, PAUSED, SHUTTING_DOWN, SHUT_OFF, CRASHED, SUSPENDED, SAVED;

    /// libvirt.h: VIR_DOMAIN_NOSTATE … VIR_DOMAIN_PMSUSPENDED are 0 to 7.
    public static DomainState ofLibvirt(int state) {
        return state >= 0 && state <= 7 ? values()[state] : NO_STATE;
    }

    /// A QEMU process exists.
    public boolean active() {
        return switch (this) {
            case RUNNING, BLOCKED, PAUSED, SHUTTING_DOWN, SUSPENDED -> true;
            case NO_STATE, SHUT_OFF, CRASHED, SAVED -> false;
        };
    }

    /// The word used in JSON: `shut-off`.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
