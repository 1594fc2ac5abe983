package io.github.virtcompanion.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.VolumeInfo;
import org.libvirt.jna.CString;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Storage pools and the images in them.
final class Volumes {
    /// struct { int type; unsigned long long capacity, allocation; }
    private static final int INFO_SIZE = 24;

    private final Session session;
    private final NativeLibvirt libvirt;

    Volumes(Session session) {
        this.session = session;
        this.libvirt = session.libvirt();
    }

    List<String> pools() throws FailedException {
        return session.call(Action.READ, () -> {
            PointerByReference list = new PointerByReference();
            int count = libvirt.virConnectListAllStoragePools(session.pointer(), list, 0);
            if (count < 0) throw session.failure(Action.READ);
            // One that was deleted meanwhile is none any more.
            return Handles.readAndFree(list.getValue(), count, pool -> Optional.ofNullable(libvirt.virStoragePoolGetXMLDesc(pool, 0)).map(CString::toString),
                    libvirt::virStoragePoolFree).stream().flatMap(Optional::stream).toList();
        });
    }

    Fact<VolumeInfo> look(String path) throws FailedException {
        return session.call(Action.READ, () -> {
            Pointer volume = libvirt.virStorageVolLookupByPath(session.pointer(), path);
            if (volume == null) return Fact.unknown("libvirt.volume.in-no-pool", path);
            try {
                Memory info = new Memory(INFO_SIZE);
                if (libvirt.virStorageVolGetInfo(volume, info) < 0) throw session.failure(Action.READ);
                return Fact.known(new VolumeInfo(path, "", info.getLong(8), info.getLong(16)), "virStorageVolGetInfo");
            } finally {
                libvirt.virStorageVolFree(volume);
            }
        });
    }

    /// An image that no pool holds is reached through a passing pool on its directory, as libvirt deletes volumes only.
    void delete(String path) throws FailedException {
        session.call(Action.CONTROL, () -> {
            Pointer volume = libvirt.virStorageVolLookupByPath(session.pointer(), path);
            if (volume != null) {
                delete(volume);
                return null;
            }
            if (VirError.last(libvirt).code() != LibvirtFailure.NO_STORAGE_VOL) throw session.failure(Action.CONTROL);
            Pointer pool = libvirt.virStoragePoolCreateXML(session.pointer(), pool(path), 0);
            if (pool == null) throw session.failure(Action.CONTROL);
            try {
                volume = libvirt.virStorageVolLookupByPath(session.pointer(), path);
                if (volume == null) throw session.failure(Action.CONTROL);
                delete(volume);
            } finally {
                libvirt.virStoragePoolDestroy(pool);
                libvirt.virStoragePoolFree(pool);
            }
            return null;
        });
    }

    private void delete(Pointer volume) throws FailedException {
        try {
            if (libvirt.virStorageVolDelete(volume, 0) < 0) throw session.failure(Action.CONTROL);
        } finally {
            libvirt.virStorageVolFree(volume);
        }
    }

    private static String pool(String path) {
        String directory = path.substring(0, Math.max(1, path.lastIndexOf('/')));
        String escaped = directory.replace("&", "&amp;").replace("<", "&lt;");
        return "<pool type='dir'><name>virt-companion-%s</name><target><path>%s</path></target></pool>".formatted(UUID.randomUUID(), escaped);
    }
}
