package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.NodeInfo;

import java.util.List;

/// What libvirt tells of the host itself.
public interface HostInfo {
    /// "QEMU", "Test", …
    String driver() throws FailedException;

    /// Whose hosts have capabilities that mean something: what libvirt's test driver offers is made up.
    default boolean qemu() throws FailedException {
        return driver().equalsIgnoreCase("QEMU");
    }

    /// `libvirt 9.0.0`, in numbers: 9000000.
    long libvirtVersion() throws FailedException;

    /// @return libvirt's capabilities document
    String capabilities() throws FailedException;

    /// Any argument may be empty: libvirt's own default is then taken.
    /// @return the domain capabilities document
    String domainCapabilities(String emulator, String arch, String machineType, String virtType) throws FailedException;

    /// What the firmware's tables (SMBIOS) say of the host, as a `<sysinfo>` document. Refused where the driver has none.
    String sysinfo() throws FailedException;

    /// Processors and memory of the host (virNodeGetInfo); its model is what the driver calls it, on x86 the architecture.
    NodeInfo node() throws FailedException;

    /// The XML of each storage pool, active or not.
    List<String> storagePools() throws FailedException;
}
