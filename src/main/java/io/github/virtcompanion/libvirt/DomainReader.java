package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.FailedException;

import java.util.List;
import java.util.Optional;

/// Which domains there are, and their documents.
public interface DomainReader {
    /// All domains, active or not, in one round trip where the driver can.
    List<DomainInfo> domains() throws FailedException;

    /// Empty when there is no such domain (any more).
    Optional<DomainInfo> domain(String uuid) throws FailedException;

    /// The definition used at the next start, with passwords (INACTIVE | SECURE) unless the connection is read-only, and with what
    /// libvirt keeps [io.github.virtcompanion.model.Beside] it; [DomainStore#define] and [DomainStore#redefine] take it so.
    String storedXml(String uuid) throws FailedException;

    /// The same without what is kept beside it, which saves a round trip.
    String definition(String uuid) throws FailedException;

    /// The definition the domain runs with, with passwords unless the connection is read-only.
    String liveXml(String uuid) throws FailedException;

    /// The definition that the managed save image was saved under and will resume with, with passwords unless read-only.
    String managedSaveXml(String uuid) throws FailedException;

    /// The XML of each snapshot of the domain.
    List<String> snapshots(String uuid) throws FailedException;
}
