package io.github.virtcompanion.model;

/// What came of opening a device node for reading and writing.
public enum DeviceOpening {
    OK,
    /// ENOENT: there is no node.
    ABSENT,
    /// EACCES or EPERM.
    DENIED,
    /// ENODEV or ENXIO: a node with no driver behind it.
    NO_DEVICE,
    /// EBUSY.
    BUSY,
    /// The captured tree has the node but does not say whether it opens.
    PRESENT,
    /// The captured tree holds nothing of the directory, so it says nothing either way.
    NOT_RECORDED,
    OTHER;

    /// As a captured tree records it, in the place of the node.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
