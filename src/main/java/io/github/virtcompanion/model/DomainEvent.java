package io.github.virtcompanion.model;

/// Something libvirt told of a domain. What it now is must be read again: events come in odd orders (RESUMED before STARTED).
///
/// @param detail libvirt's detail number of a lifecycle event
public record DomainEvent(String uuid, String name, Kind kind, int detail) {
    public enum Kind {
        /// virDomainEventType 0 to 8.
        DEFINED, UNDEFINED, STARTED, SUSPENDED, RESUMED, STOPPED, SHUTDOWN, PM_SUSPENDED, CRASHED,
        /// Title, description or own metadata (VIR_DOMAIN_EVENT_ID_METADATA_CHANGE).
        METADATA,
        /// A device came or went (VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, _REMOVED).
        DEVICE,
        /// A copy, commit or pull of a disk began, ended or is ready (VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2).
        BLOCK_JOB,
        /// The guest agent came or went (VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE).
        AGENT,
        /// The guest gave memory back or took it (VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE).
        BALLOON,
        /// The guest rebooted itself (VIR_DOMAIN_EVENT_ID_REBOOT).
        REBOOT,
        /// It is about to end because the guest rebooted, or somebody reset it, and its definition says that this ends it (QEMU's SHUTDOWN, …-reset).
        ENDED_BY_RESET;

        /// Neither what is stored nor what it runs with has changed by it: looking at its state is enough.
        public boolean stateOnly() {
            return switch (this) {
                case SUSPENDED, RESUMED, SHUTDOWN, PM_SUSPENDED, REBOOT, AGENT, BALLOON, ENDED_BY_RESET -> true;
                case DEFINED, UNDEFINED, STARTED, STOPPED, CRASHED, METADATA, DEVICE, BLOCK_JOB -> false;
            };
        }
    }
}
