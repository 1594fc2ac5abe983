package io.github.virtcompanion.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.ptr.LongByReference;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.NodeInfo;

/// What libvirt tells of the host, which it calls node, and of itself there.
final class Node {
    /// struct _virNodeInfo { char model[32]; ulong memory; uint cpus, mhz, nodes, sockets, cores, threads; } on 64 bits.
    private static final int SIZE = 64;
    private static final int MEMORY = 32;
    private static final int COUNTS = 40;

    private final Session session;
    private final NativeLibvirt libvirt;

    Node(Session session) {
        this.session = session;
        this.libvirt = session.libvirt();
    }

    String driver() throws FailedException {
        return session.call(Action.READ, () -> {
            String type = libvirt.virConnectGetType(session.pointer());
            if (type == null) throw session.failure(Action.READ);
            return type;
        });
    }

    long libvirtVersion() throws FailedException {
        return session.call(Action.READ, () -> {
            LongByReference version = new LongByReference();
            session.checked(libvirt.virConnectGetLibVersion(session.pointer(), version), Action.READ);
            return version.getValue();
        });
    }

    String capabilities() throws FailedException {
        return session.call(Action.READ, () -> session.text(libvirt.virConnectGetCapabilities(session.pointer())));
    }

    String domainCapabilities(String emulator, String arch, String machineType, String virtType) throws FailedException {
        return session.call(Action.READ, () -> session.text(libvirt.virConnectGetDomainCapabilities(session.pointer(), orNull(emulator), orNull(arch), orNull(machineType), orNull(virtType), 0)));
    }

    String sysinfo() throws FailedException {
        return session.call(Action.READ, () -> session.text(libvirt.virConnectGetSysinfo(session.pointer(), 0)));
    }

    NodeInfo info() throws FailedException {
        return session.call(Action.READ, () -> {
            Memory info = new Memory(SIZE);
            session.checked(libvirt.virNodeGetInfo(session.pointer(), info), Action.READ);
            int[] counts = info.getIntArray(COUNTS, 6);
            return new NodeInfo(info.getString(0, "UTF-8"), info.getLong(MEMORY), counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
        });
    }

    private static String orNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
