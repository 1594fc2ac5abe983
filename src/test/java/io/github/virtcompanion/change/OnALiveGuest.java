package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A real libvirtd and QEMU, with a guest that counts: whether it goes on is seen by its numbers.
abstract class OnALiveGuest {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    static final CountingGuest GUEST = new CountingGuest(real, "guest");
    static final String UUID = "5d0c5f5e-0000-4000-8000-000000000003";
    static final List<Assignment> UNSAFE = List.of(new Assignment("disk.hda.cache", "unsafe"));
    static final List<Assignment> WRITEBACK = List.of(new Assignment("disk.hda.cache", "writeback"));
    static final List<Assignment> DIRECTSYNC = List.of(new Assignment("disk.hda.cache", "directsync"));

    static final int DISK_SIZE = 1 << 20;
    /// Smaller than the blocks of its file system, so that QEMU cannot open it past the page cache.
    static final int ODD_SIZE = 512;

    /// counting.bin writes one sector before it counts.
    static final long WRITTEN = 512;

    @TempDir
    Path directory;
    Inventory inventory;
    Connection connection;
    DiskFlush flush;
    LiveChanges changes;

    @BeforeEach
    void open() {
        SystemFiles files = SystemFiles.realHost();
        inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly),
                new HostFiles(files, new Commands(files)), false);
        inventory.start();
        inventory.loaded().join();
        connection = inventory.connections().getFirst();
        flush = new DiskFlush(new Commands(files));
        changes = changes(asking -> Libvirt.open(asking.uri(), false));
    }

    /// As another start of the program has it: what is on the disk is all that it knows.
    LiveChanges changes(LiveChanges.Opening opening) {
        return new LiveChanges(history(), new PrivateFiles(directory), SystemFiles.realHost(), flush, opening, Clock.systemUTC(), "/root");
    }

    History history() {
        return new History(new PrivateFiles(directory));
    }

    @AfterEach
    void close() {
        inventory.close();
    }

    /// The newest entry tells of a run and changes nothing that could be taken back or brought back.
    void assertNotedForOneRun(String stored) throws Exception {
        List<HistoryEntry> all = history().of(connection.uri(), UUID);
        HistoryEntry entry = all.getFirst();
        assertEquals(Plan.Kind.THIS_RUN, entry.kind());
        assertEquals(HistoryEntry.State.PROVEN, entry.state());
        assertEquals(List.of("disk.hda.cache=unsafe"), entry.settings());
        assertEquals(List.of(stored, stored), List.of(entry.before(), entry.after()), "restoring that moment brings back no unsafe disk");
        assertTrue(entry.diff().lines().anyMatch(line -> line.startsWith("+") && line.contains("cache='unsafe'")), entry.diff());
        assertEquals(List.of(Optional.empty(), Optional.empty()), List.of(Undone.of(all).undoable(), Undone.of(all).redoable()));
    }

    List<HistoryEntry.State> states() throws Exception {
        return history().of(connection.uri(), UUID).stream().map(HistoryEntry::state).toList();
    }

    static List<String> blockers(LivePlan plan) {
        return plan.blockers().stream().map(blocker -> blocker.reason().key()).toList();
    }

    static String live() {
        return real.virsh("dumpxml", "--security-info", "guest");
    }

    static String stored() {
        return real.virsh("dumpxml", "--inactive", "--security-info", "guest");
    }

    static String qemu() {
        return ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains("guest=guest,")).findFirst().orElse("no such process");
    }

    static void runWith(String cache) {
        define(cache, DISK_SIZE);
        real.virsh("start", "guest");
    }

    static void define(String cache, int size) {
        byte[] image = Arrays.copyOf(real.guest("counting.bin"), size);
        defineXml(real.definition("guest", UUID, "qemu", "", real.image("guest.img", image)).replace("writethrough", cache));
    }

    static void defineXml(String xml) {
        real.virsh("define", real.image("definition.xml", xml.getBytes()).toString());
    }
}
