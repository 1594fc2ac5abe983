package io.github.virtcompanion.change;

import io.github.virtcompanion.model.DomainCapabilities;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.xml.SnapshotReader.Snapshot;

import java.util.List;

/// Everything a plan is made from, read at one moment.
///
/// @param storedXml  the definition for the next start, with its passwords
/// @param readOnly   nothing can be written through the connection
/// @param kvm        what a KVM domain with its emulator could have; unknown where libvirt does not tell or says no
/// @param emulation  the same without KVM
record Situation(String connection, DomainInfo info, String storedXml, boolean readOnly, List<Snapshot> snapshots, Fact<Host> host,
                 Fact<DomainCapabilities> kvm, Fact<DomainCapabilities> emulation) {
    /// With the capabilities of another emulator or machine type.
    Situation with(Fact<DomainCapabilities> otherKvm, Fact<DomainCapabilities> otherEmulation) {
        return new Situation(connection, info, storedXml, readOnly, snapshots, host, otherKvm, otherEmulation);
    }
}
