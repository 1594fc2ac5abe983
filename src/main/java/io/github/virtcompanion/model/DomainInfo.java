package io.github.virtcompanion.model;

/// What libvirt says of a domain without its XML.
///
/// @param reason      virDomainGetState's reason, whose meaning depends on the state
/// @param managedSave a managed save image exists: the next start resumes it, with the definition it was saved under
public record DomainInfo(String uuid, String name, DomainState state, int reason, boolean persistent, boolean managedSave,
                         boolean autostart) {
    /// libvirt.h: VIR_DOMAIN_PAUSED_UNKNOWN.
    public static final int PAUSED_UNKNOWN = 0;

    /// Names of the empty machines that try out a CPU for half a second.
    public static final String TRIAL_PREFIX = "virt-companion-probe-";

    /// Nobody's machine: it is gone before it could be looked at.
    public boolean trial() {
        return name.startsWith(TRIAL_PREFIX);
    }

    /// State as people see it: a shut-off domain with a managed save image is "saved".
    public DomainState shownState() {
        return state == DomainState.SHUT_OFF && managedSave ? DomainState.SAVED : state;
    }
}
