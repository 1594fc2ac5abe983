package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;

import java.util.Locale;
import java.util.Optional;

/// Changes what is stored of domains.
public interface DomainStore {
    /// Validated against libvirt's schema first where the driver can (VIR_DOMAIN_DEFINE_VALIDATE); where the schema's
    /// complaint is vague, the failure carries the clearer words of the definition parser.
    /// @return the domain's uuid
    String define(String xml) throws FailedException;

    /// For a text that libvirt itself wrote, edited where its parser checks each value: without the schema it takes one
    /// millisecond instead of ten, in which nobody else's edit should fall.
    /// @return the domain's uuid
    String redefine(String xml) throws FailedException;

    /// Puts one device into the stored definition, in the place of the disk with the same target, the network card with the same address
    /// or the display of the same type. libvirt reads, edits and stores under its own lock: whatever else others change at that moment stays.
    ///
    /// @return whether the driver can do that; nothing was done where it cannot
    boolean redefineDevice(String uuid, String device) throws FailedException;

    /// Words about a machine, which it does not notice.
    enum Words {
        DESCRIPTION, TITLE;

        public String element() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Sets them where they are stored, and in the running machine as well; under libvirt's lock as [#redefineDevice].
    ///
    /// @param text without one they are taken away
    boolean describe(String uuid, Words words, Optional<String> text) throws FailedException;

    /// What the machine is given at its next start, at most what it has; under libvirt's lock as [#redefineDevice].
    boolean setStoredMemory(String uuid, long kib) throws FailedException;

    /// How many processors are switched on at the next start; under libvirt's lock as [#redefineDevice].
    boolean setStoredProcessors(String uuid, int count) throws FailedException;

    /// Forgets a domain, with its saved memory, what is known of its snapshots, its firmware's variables and its TPM. Disk images stay.
    void delete(String uuid) throws FailedException;

    /// Only of one that is off.
    void rename(String uuid, String name) throws FailedException;

    void setAutostart(String uuid, boolean on) throws FailedException;

    /// Sets one element of the domain's `<metadata>`, stored and live; libvirt keeps it for whoever knows its namespace.
    ///
    /// @param key     prefix for it
    /// @param element without one it is taken away
    void setMetadata(String uuid, String key, String namespace, Optional<String> element) throws FailedException;
}
