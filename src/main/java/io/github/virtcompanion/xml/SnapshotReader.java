package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.time.Instant;
import java.util.Optional;

/// `virsh snapshot-dumpxml`: what a revert to it would bring back.
public final class SnapshotReader {
    private SnapshotReader() {}

    /// @param name       of the snapshot
    /// @param domainType `qemu`, `kvm`, … of the definition kept inside, which a revert stores again; empty where it keeps none
    /// @param state      of the machine then: `running`, `shutoff`, `disk-snapshot`, …; empty where not told
    /// @param parent     name of the snapshot before
    /// @param current    it is the one the disks now build on, as far as this document says (`<active>1`, in files and with metadata only)
    /// @param created     when it was made
    public record Snapshot(String name, Optional<String> domainType, String state, Optional<String> parent, boolean current,
                           Optional<Instant> created, String description) {
        /// Without what only people look at.
        public Snapshot(String name, Optional<String> domainType, String state, Optional<String> parent, boolean current) {
            this(name, domainType, state, parent, current, Optional.empty(), "");
        }
    }

    /// @throws FailedException not a `<domainsnapshot>` document
    public static Snapshot read(String xml) throws FailedException {
        Element root = Document.parse(xml).root();
        if (!root.name().equals("domainsnapshot"))
            throw new Failure(Message.of("xml.unexpected-root", "domainsnapshot", root.name()), Message.of("xml.unexpected-root.next"), "").asException();
        return new Snapshot(root.childText("name").orElse(""), root.child("domain").flatMap(domain -> domain.attribute("type")),
                root.childText("state").orElse("").strip(), root.child("parent").flatMap(parent -> parent.childText("name")),
                root.childText("active").map(String::strip).filter("1"::equals).isPresent(),
                root.childText("creationTime").map(String::strip).filter(time -> time.matches("\\d{1,11}")).map(time -> Instant.ofEpochSecond(Long.parseLong(time))),
                root.childText("description").orElse("").strip());
    }
}
