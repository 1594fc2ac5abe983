package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.Beside;
import io.github.virtcompanion.model.FailedException;

/// The definitions of a domain as libvirt writes them, with passwords where it gives them out.
final class Documents {
    private final Session session;
    private final NativeLibvirt libvirt;
    private final int secure;

    Documents(Session session, boolean readOnly) {
        this.session = session;
        this.libvirt = session.libvirt();
        this.secure = readOnly ? 0 : NativeLibvirt.XML_SECURE;
    }

    String stored(String uuid) throws FailedException {
        return session.onDomain(uuid, Action.READ, domain -> Beside.with(session.text(libvirt.virDomainGetXMLDesc(domain, NativeLibvirt.XML_INACTIVE | secure)), session.autostart(domain)));
    }

    String definition(String uuid) throws FailedException {
        return session.onDomain(uuid, Action.READ, domain -> session.text(libvirt.virDomainGetXMLDesc(domain, NativeLibvirt.XML_INACTIVE | secure)));
    }

    String live(String uuid) throws FailedException {
        return session.onDomain(uuid, Action.READ, domain -> session.text(libvirt.virDomainGetXMLDesc(domain, secure)));
    }

    String saved(String uuid) throws FailedException {
        return session.onDomain(uuid, Action.READ, domain -> session.text(libvirt.virDomainManagedSaveGetXMLDesc(domain, secure)));
    }
}
