package io.github.virtcompanion.libvirt;

import com.sun.jna.NativeLong;
import io.github.virtcompanion.model.Beside;
import io.github.virtcompanion.model.FailedException;
import org.libvirt.jna.CString;
import org.libvirt.jna.DomainPointer;

import java.util.Optional;

/// What makes, changes and ends a domain's definition.
final class Definitions {
    /// VIR_DOMAIN_UNDEFINE_MANAGED_SAVE, _SNAPSHOTS_METADATA, _NVRAM, _CHECKPOINTS_METADATA and _TPM; a driver refuses those it
    /// does not know, so that it is asked again with fewer.
    private static final int[] EVERYTHING = {1 | 2 | 4 | 16 | 32, 1 | 2 | 4 | 16, 1 | 2 | 4, 1 | 2, 1, 0};

    private final NativeLibvirt libvirt;
    private final Session session;

    Definitions(Session session) {
        this.session = session;
        this.libvirt = session.libvirt();
    }

    String define(String text) throws FailedException {
        String xml = Beside.without(text);
        return session.call(Action.DEFINE, () -> {
            DomainPointer defined = libvirt.virDomainDefineXMLFlags(session.pointer(), xml, NativeLibvirt.DEFINE_VALIDATE);
            if (defined == null) {
                VirError refused = VirError.last(libvirt);
                if (refused.code() == LibvirtFailure.XML_INVALID_SCHEMA) throw Failures.exception(parsersWords(xml, refused), session.uri(), Action.DEFINE);
                if (!cannotValidate(refused)) throw Failures.exception(refused, session.uri(), Action.DEFINE);
                defined = libvirt.virDomainDefineXML(session.pointer(), xml);
                if (defined == null) throw session.failure(Action.DEFINE);
            }
            return settled(defined, Beside.autostart(text));
        });
    }

    String redefine(String text) throws FailedException {
        return session.call(Action.DEFINE, () -> {
            DomainPointer defined = libvirt.virDomainDefineXML(session.pointer(), Beside.without(text));
            if (defined == null) throw session.failure(Action.DEFINE);
            return settled(defined, Beside.autostart(text));
        });
    }

    boolean redefineDevice(String uuid, String device) throws FailedException {
        return inPlace(uuid, domain -> libvirt.virDomainUpdateDeviceFlags(domain, device, NativeLibvirt.AFFECT_CONFIG));
    }

    boolean describe(String uuid, DomainStore.Words words, Optional<String> text) throws FailedException {
        int type = switch (words) {
            case DESCRIPTION -> NativeLibvirt.METADATA_DESCRIPTION;
            case TITLE -> NativeLibvirt.METADATA_TITLE;
        };
        return inPlace(uuid, domain -> libvirt.virDomainSetMetadata(domain, type, text.orElse(null), null, null, everywhere(domain)));
    }

    boolean setStoredMemory(String uuid, long kib) throws FailedException {
        return inPlace(uuid, domain -> libvirt.virDomainSetMemoryFlags(domain, new NativeLong(kib), NativeLibvirt.AFFECT_CONFIG));
    }

    boolean setStoredProcessors(String uuid, int count) throws FailedException {
        return inPlace(uuid, domain -> libvirt.virDomainSetVcpusFlags(domain, count, NativeLibvirt.AFFECT_CONFIG));
    }

    private interface Edit {
        int apply(DomainPointer domain) throws FailedException;
    }

    /// @return false where the driver, or this version of it, cannot edit such a thing in place
    private boolean inPlace(String uuid, Edit edit) throws FailedException {
        return session.onDomain(uuid, Action.DEFINE, domain -> {
            if (edit.apply(domain) >= 0) return true;
            int code = VirError.last(libvirt).code();
            if (code == LibvirtFailure.NO_SUPPORT || code == LibvirtFailure.OPERATION_UNSUPPORTED) return false;
            throw session.failure(Action.DEFINE);
        });
    }

    /// Stored, and in what runs.
    private int everywhere(DomainPointer domain) throws FailedException {
        return (session.checked(libvirt.virDomainIsActive(domain), Action.READ) == 1 ? NativeLibvirt.AFFECT_LIVE : 0)
                | (session.checked(libvirt.virDomainIsPersistent(domain), Action.READ) == 1 ? NativeLibvirt.AFFECT_CONFIG : 0);
    }

    String start(String xml, int flags) throws FailedException {
        return session.call(Action.START, () -> {
            DomainPointer started = libvirt.virDomainCreateXML(session.pointer(), xml, flags);
            if (started == null) throw session.failure(Action.START);
            return uuidOf(started);
        });
    }

    /// With what is kept beside the definition. Frees the handle.
    private String settled(DomainPointer domain, boolean autostart) throws FailedException {
        try {
            if (session.autostart(domain) != autostart && libvirt.virDomainSetAutostart(domain, autostart ? 1 : 0) < 0) throw session.failure(Action.DEFINE);
            return PerDomain.uuid(domain.getPointer());
        } finally {
            Session.free(domain);
        }
    }

    /// Frees the handle.
    private static String uuidOf(DomainPointer domain) {
        try {
            return PerDomain.uuid(domain.getPointer());
        } finally {
            Session.free(domain);
        }
    }

    /// What the parser says of a document that the schema refused: it names attribute and value, the schema only the element.
    /// Asked by way of a conversion to a command line, which parses and stores nothing; a plain define would take the
    /// document and drop what it does not know. Where it finds no fault (or the driver has no such call), the schema's words stay.
    private VirError parsersWords(String xml, VirError schemas) {
        CString line = libvirt.virConnectDomainXMLToNative(session.pointer(), "qemu-argv", xml, 0);
        if (line != null) {
            line.free();
            return schemas;
        }
        VirError parsers = VirError.last(libvirt);
        boolean clearer = parsers.code() == LibvirtFailure.XML_ERROR || parsers.code() == LibvirtFailure.CONFIG_UNSUPPORTED;
        return clearer ? new VirError(parsers.code(), parsers.domain(), parsers.message() + "\n" + schemas.message()) : schemas;
    }

    private static boolean cannotValidate(VirError error) {
        return error.code() == LibvirtFailure.NO_SUPPORT || error.code() == LibvirtFailure.INVALID_ARGUMENT && error.message().contains("unsupported flags");
    }

    void delete(String uuid) throws FailedException {
        session.onDomain(uuid, Action.CONTROL, domain -> {
            for (int flags : EVERYTHING) {
                if (libvirt.virDomainUndefineFlags(domain, flags) == 0) return null;
                if (!unsupportedFlags(VirError.last(libvirt))) break;
            }
            throw session.failure(Action.CONTROL);
        });
    }

    void rename(String uuid, String name) throws FailedException {
        session.onDomain(uuid, Action.DEFINE, domain -> session.checked(libvirt.virDomainRename(domain, name, 0), Action.DEFINE));
    }

    void defineSaved(String uuid, String xml) throws FailedException {
        session.onDomain(uuid, Action.DEFINE, domain -> session.checked(libvirt.virDomainManagedSaveDefineXML(domain, xml, 0), Action.DEFINE));
    }

    void setAutostart(String uuid, boolean on) throws FailedException {
        session.onDomain(uuid, Action.DEFINE, domain -> session.checked(libvirt.virDomainSetAutostart(domain, on ? 1 : 0), Action.DEFINE));
    }

    /// Both in what is stored and in what runs, so that neither is pending.
    void setMetadata(String uuid, String key, String namespace, Optional<String> element) throws FailedException {
        session.onDomain(uuid, Action.DEFINE, domain -> {
            if (libvirt.virDomainSetMetadata(domain, NativeLibvirt.METADATA_ELEMENT, element.orElse(null), key, namespace, everywhere(domain)) < 0) {
                // What is not there need not be taken away.
                if (element.isEmpty() && VirError.last(libvirt).code() == LibvirtFailure.NO_DOMAIN_METADATA) return null;
                throw session.failure(Action.DEFINE);
            }
            return null;
        });
    }

    private static boolean unsupportedFlags(VirError error) {
        return error.message().contains("unsupported flags");
    }
}
