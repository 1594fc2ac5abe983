package io.github.virtcompanion.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
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
                return Fact.known(look(volume, path), "virStorageVolGetInfo");
            } finally {
                libvirt.virStorageVolFree(volume);
            }
        });
    }

    private VolumeInfo look(Pointer volume, String path) throws FailedException {
        Memory info = new Memory(INFO_SIZE);
        if (libvirt.virStorageVolGetInfo(volume, info) < 0) throw session.failure(Action.READ);
        return new VolumeInfo(path, "", info.getLong(8), info.getLong(16));
    }

    void delete(String path) throws FailedException {
        delete(path, _ -> true);
    }

    void delete(String path, long bytes) throws FailedException {
        try {
            delete(path, volume -> look(volume, path).capacityBytes() == bytes);
        } catch (FailedException e) {
            if (LibvirtFailure.of(e).code() != LibvirtFailure.NO_STORAGE_VOL) throw e;
        }
    }

    private interface Which {
        boolean test(Pointer volume) throws FailedException;
    }

    private void delete(String path, Which which) throws FailedException {
        session.call(Action.CONTROL, () -> {
            Pointer volume = libvirt.virStorageVolLookupByPath(session.pointer(), path);
            if (volume != null) return delete(volume, which);
            if (VirError.last(libvirt).code() != LibvirtFailure.NO_STORAGE_VOL) throw session.failure(Action.CONTROL);
            return inPassingPool(path, _ -> {
                Pointer found = libvirt.virStorageVolLookupByPath(session.pointer(), path);
                if (found == null) throw session.failure(Action.CONTROL);
                return delete(found, which);
            });
        });
    }

    private Void delete(Pointer volume, Which which) throws FailedException {
        try {
            if (which.test(volume) && libvirt.virStorageVolDelete(volume, 0) < 0) throw session.failure(Action.CONTROL);
            return null;
        } finally {
            libvirt.virStorageVolFree(volume);
        }
    }

    boolean create(String path, byte[] content) throws FailedException {
        return session.call(Action.CONTROL, () -> {
            Pointer held = poolOn(directory(path));
            if (held == null) return inPassingPool(path, pool -> create(pool, path, content));
            try {
                // It knows what was there when it was last looked through.
                libvirt.virStoragePoolRefresh(held, 0);
                return create(held, path, content);
            } finally {
                libvirt.virStoragePoolFree(held);
            }
        });
    }

    private boolean create(Pointer pool, String path, byte[] content) throws FailedException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        Pointer there = libvirt.virStorageVolLookupByName(pool, name);
        if (there != null) {
            libvirt.virStorageVolFree(there);
            return false;
        }
        Pointer volume = libvirt.virStorageVolCreateXML(pool, "<volume><name>%s</name><capacity>%d</capacity><target><format type='raw'/></target></volume>".formatted(escaped(name), content.length), 0);
        if (volume == null) throw session.failure(Action.CONTROL);
        try {
            upload(volume, content);
            return true;
        } catch (FailedException e) {
            libvirt.virStorageVolDelete(volume, 0);
            throw e;
        } finally {
            libvirt.virStorageVolFree(volume);
        }
    }

    private void upload(Pointer volume, byte[] content) throws FailedException {
        Pointer stream = libvirt.virStreamNew(session.pointer(), 0);
        if (stream == null) throw session.failure(Action.CONTROL);
        try (Memory memory = new Memory(content.length)) {
            memory.write(0, content, 0, content.length);
            session.checked(libvirt.virStorageVolUpload(volume, stream, 0, content.length, 0), Action.CONTROL);
            for (int sent = 0; sent < content.length;) {
                int taken = libvirt.virStreamSend(stream, memory.share(sent), new NativeLong(content.length - sent));
                if (taken < 0) {
                    FailedException failure = session.failure(Action.CONTROL);
                    libvirt.virStreamAbort(stream);
                    throw failure;
                }
                sent += taken;
            }
            session.checked(libvirt.virStreamFinish(stream), Action.CONTROL);
        } finally {
            libvirt.virStreamFree(stream);
        }
    }

    /// The running pool whose directory it is (libvirt allows one); null where none has it. It looks one up by that since 4.1 only.
    private Pointer poolOn(String directory) throws FailedException {
        PointerByReference list = new PointerByReference();
        int count = libvirt.virConnectListAllStoragePools(session.pointer(), list, NativeLibvirt.LIST_ACTIVE_POOLS);
        if (count < 0) throw session.failure(Action.CONTROL);
        String path = "<path>" + escaped(directory) + "</path>";
        List<Pointer> found = Handles.readAndFree(list.getValue(), count, pool -> Optional.ofNullable(libvirt.virStoragePoolGetXMLDesc(pool, 0)).map(CString::toString)
                .filter(xml -> xml.startsWith("<pool type='dir'>") && xml.contains(path)).map(_ -> kept(pool)), libvirt::virStoragePoolFree).stream().flatMap(Optional::stream).toList();
        return found.isEmpty() ? null : found.getFirst();
    }

    /// Whoever has read it lets it go.
    private Pointer kept(Pointer pool) {
        libvirt.virStoragePoolRef(pool);
        return pool;
    }

    private interface InPool<T> {
        T use(Pointer pool) throws FailedException;
    }

    /// What no pool holds is reached through a passing one on its directory, as libvirt's storage knows volumes only.
    private <T> T inPassingPool(String path, InPool<T> use) throws FailedException {
        Pointer pool = libvirt.virStoragePoolCreateXML(session.pointer(), pool(path), 0);
        if (pool == null) throw session.failure(Action.CONTROL);
        try {
            return use.use(pool);
        } finally {
            libvirt.virStoragePoolDestroy(pool);
            libvirt.virStoragePoolFree(pool);
        }
    }

    private static String directory(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&apos;").replace("\"", "&quot;");
    }

    private static String pool(String path) {
        return "<pool type='dir'><name>virt-companion-%s</name><target><path>%s</path></target></pool>".formatted(UUID.randomUUID(), escaped(directory(path)));
    }
}
