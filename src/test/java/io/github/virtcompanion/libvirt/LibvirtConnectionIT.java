package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// On a real libvirtd and QEMU.
class LibvirtConnectionIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "5d0c5f5e-0000-4000-8000-000000000001";
    private static final String PLAIN_CPU = "<cpu mode='custom' match='exact' check='none'><model fallback='allow'>qemu64</model></cpu>";

    private LibvirtConnection connection;

    @BeforeEach
    void open() throws FailedException {
        connection = Libvirt.connect(real.uri(), false, Credentials.NONE);
    }

    @AfterEach
    void close() throws Exception {
        EventThread.leaveLastEvent();
        assertEquals(0, connection.closeAndCount(), "references left");
    }

    @Test
    void followsAnotherClient() throws Exception {
        BlockingQueue<DomainEvent> events = new LinkedBlockingQueue<>();
        connection.onEvent(events::add);
        System.gc();
        assertEquals(List.of(), connection.domains());

        Path file = real.image("other.xml", real.definition("other", UUID, "qemu", "", waiting()).getBytes());
        real.virsh("define", file.toString());
        next(events, DomainEvent.Kind.DEFINED);
        assertEquals(Optional.of(new DomainInfo(UUID, "other", DomainState.SHUT_OFF, 0, true, false, false)), only());

        real.virsh("autostart", "other");
        assertTrue(only().orElseThrow().autostart());
        real.virsh("start", "other");
        next(events, DomainEvent.Kind.STARTED);
        assertEquals(DomainState.RUNNING, only().orElseThrow().state());

        real.virsh("desc", "other", "--title", "--config", "An accent: é");
        next(events, DomainEvent.Kind.METADATA);
        assertTrue(connection.storedXml(UUID).contains("An accent: é"));

        real.virsh("attach-disk", "other", real.image("second.img", new byte[512 * 2048]).toString(), "vdb", "--live");
        next(events, DomainEvent.Kind.DEVICE);

        real.virsh("suspend", "other");
        next(events, DomainEvent.Kind.SUSPENDED);
        assertEquals(DomainState.PAUSED, connection.domain(UUID).orElseThrow().state());
        real.virsh("resume", "other");
        next(events, DomainEvent.Kind.RESUMED);
        real.virsh("reset", "other");
        next(events, DomainEvent.Kind.REBOOT);
        real.virsh("destroy", "other");
        next(events, DomainEvent.Kind.STOPPED);

        real.virsh("domrename", "other", "renamed");
        assertEquals("renamed", next(events, DomainEvent.Kind.DEFINED).name());
        assertEquals("renamed", only().orElseThrow().name());
        real.virsh("undefine", "renamed");
        assertEquals(UUID, next(events, DomainEvent.Kind.UNDEFINED).uuid());
        assertEquals(List.of(), connection.domains());
        assertEquals(Optional.empty(), connection.domain(UUID));
    }

    @Test
    void emulatesAGuest() throws Exception {
        assertTrue(printedBy("qemu", "").contains("guest under TCGTCGTCGTCG"));
    }

    @Test
    void runsAGuestUnderKvm() throws Exception {
        Assumptions.assumeTrue(real.kvm(), "this host has no KVM");
        assertTrue(printedBy("kvm", PLAIN_CPU).contains("guest under KVMKVMKVM"));
    }

    /// The event of its end comes by itself: the guest powers off.
    private String printedBy(String type, String cpu) throws Exception {
        BlockingQueue<DomainEvent> events = new LinkedBlockingQueue<>();
        connection.onEvent(events::add);
        connection.define(real.definition("speaks", UUID, type, cpu, real.image("signature.img", real.guest("signature.bin"))));
        connection.start(UUID);
        assertTrue(connection.liveXml(UUID).startsWith("<domain type='" + type + "'"));
        next(events, DomainEvent.Kind.STOPPED);
        RealLibvirtd.await("the guest's words", () -> real.printed("speaks").endsWith("\n"));
        return real.printed("speaks");
    }

    @Test
    void passwordsSurviveReadingAndDefining() throws FailedException {
        String graphics = "<graphics type='vnc' port='-1' autoport='yes' passwd='s3cret' passwdValidTo='2031-01-01T00:00:00'/>";
        connection.define(real.definition("guarded", UUID, "qemu", "", waiting()).replace("</devices>", graphics + "</devices>"));
        String stored = connection.storedXml(UUID);
        assertTrue(stored.contains("passwd='s3cret'"), stored);
        connection.define(stored.replace("cache='writethrough'", "cache='writeback'"));
        assertEquals(stored.replace("cache='writethrough'", "cache='writeback'"), connection.storedXml(UUID));
        connection.start(UUID);
        assertTrue(connection.liveXml(UUID).contains("passwd='s3cret'"));
    }

    @Test
    void readOnlySeesNoPasswordAndChangesNothing() throws FailedException {
        connection.define(real.definition("guarded", UUID, "qemu", "", waiting()).replace("</devices>", "<graphics type='vnc' passwd='s3cret'/></devices>"));
        try (Hypervisor looking = Libvirt.open(real.uri(), true)) {
            String xml = looking.storedXml(UUID);
            assertFalse(xml.contains("s3cret"));
            assertEquals(connection.domains(), looking.domains());
            for (FailedException refused : List.of(assertThrows(FailedException.class, () -> looking.define(xml)),
                    assertThrows(FailedException.class, () -> looking.start(UUID)), assertThrows(FailedException.class, () -> looking.delete(UUID)))) {
                assertEquals(LibvirtFailure.OPERATION_DENIED, LibvirtFailure.of(refused).code());
                assertEquals("libvirt.read-only.what", refused.failure().what().key());
            }
        }
    }

    @Test
    void countsCpuTimeOfWhatRuns() throws FailedException {
        connection.define(real.definition("busy", UUID, "qemu", "", waiting()));
        assertEquals(List.of(), connection.usage());
        connection.start(UUID);
        DomainUsage first = connection.usage().getFirst();
        assertEquals(UUID, first.uuid());
        assertEquals(2, first.vcpus());
        assertTrue(first.cpuTimeNanos() > 0, first.toString());
        RealLibvirtd.await("CPU time to grow", () -> connection.usage().getFirst().cpuTimeNanos() > first.cpuTimeNanos());
    }

    @Test
    void readsAndChangesAManagedSave() throws Exception {
        connection.define(real.definition("sleeper", UUID, "qemu", "", waiting()));
        connection.start(UUID);
        connection.managedSave(UUID);
        assertEquals(DomainState.SAVED, only().orElseThrow().shownState());
        assertEquals(only(), connection.domain(UUID));
        String saved = connection.managedSaveXml(UUID);
        FailedException type = assertThrows(FailedException.class, () -> connection.defineManagedSave(UUID, saved.replace("<domain type='qemu'", "<domain type='kvm'")));
        assertTrue(List.of("libvirt.saved-type.what", "libvirt.no-type.what").contains(type.failure().what().key()), type.getMessage());
        connection.defineManagedSave(UUID, saved.replace("cache='writethrough'", "cache='unsafe'"));
        connection.start(UUID);
        assertTrue(connection.liveXml(UUID).contains("cache='unsafe'"));
        assertTrue(connection.storedXml(UUID).contains("cache='writethrough'"));
    }

    @Test
    void aTransientMachineEndsWithItsConnection() throws FailedException {
        LibvirtConnection another = Libvirt.connect(real.uri(), false, Credentials.NONE);
        assertEquals(UUID, another.startTransient(real.definition("passing", UUID, "qemu", "", waiting())));
        DomainInfo info = connection.domain(UUID).orElseThrow();
        assertEquals(DomainState.RUNNING, info.state());
        assertFalse(info.persistent());
        assertEquals(Optional.of(info), only());
        assertEquals(0, another.closeAndCount());
        RealLibvirtd.await("the machine to end", () -> connection.domain(UUID).isEmpty());
    }

    @Test
    void readsSnapshots() throws FailedException {
        Path image = real.image("snapshots.qcow2", new byte[0]);
        assertEquals(0, RealLibvirtd.command("qemu-img", "create", "-q", "-f", "qcow2", image.toString(), "1M").code());
        connection.define(real.definition("pictured", UUID, "qemu", "", image).replace("type='raw'", "type='qcow2'"));
        assertEquals(List.of(), connection.snapshots(UUID));
        real.virsh("snapshot-create-as", "pictured", "before");
        List<String> snapshots = connection.snapshots(UUID);
        assertEquals(1, snapshots.size());
        assertTrue(snapshots.getFirst().contains("<name>before</name>") && snapshots.getFirst().contains("<domain type='qemu'"));
    }

    @Test
    void tellsWhatTheHostCan() throws FailedException {
        assertEquals("QEMU", connection.driver());
        assertTrue(connection.capabilities().contains("<domain type='qemu'"));
        assertTrue(connection.domainCapabilities("", "x86_64", "", "qemu").contains("<domain>qemu</domain>"));
        if (real.kvm()) {
            assertTrue(connection.domainCapabilities("", "", "", "kvm").contains("<domain>kvm</domain>"));
        } else {
            FailedException none = assertThrows(FailedException.class, () -> connection.domainCapabilities("", "", "", "kvm"));
            assertEquals("libvirt.no-type.what", none.failure().what().key());
        }
    }

    @Test
    void refusesDefinitionsInWordsAndDefinesNothing() throws FailedException {
        String good = real.definition("strict", UUID, "qemu", "", waiting());
        refused(good.replace("cache='writethrough'", "cache='bogus'"), LibvirtFailure.XML_ERROR, "libvirt.bad-value.what");
        refused(good.replace("<memory ", "<zzz/><memory "), LibvirtFailure.XML_INVALID_SCHEMA, "libvirt.schema.what");
        refused(good.replace("cache='writethrough'", "cache='writeback' io='native'"), LibvirtFailure.CONFIG_UNSUPPORTED, "libvirt.io-native.what");
        refused(good.replace("<domain type='qemu'", "<domain type='bogus'"), LibvirtFailure.CONFIG_UNSUPPORTED, "libvirt.unsupported.what");
        refused(good.replace("</devices>", ""), LibvirtFailure.XML_DETAIL, "libvirt.malformed.what");
        refused(good.replace("machine='pc'", "machine='pc-i440fx-99'"), LibvirtFailure.CONFIG_UNSUPPORTED, "libvirt.machine-type.what");
        refused(good.replaceFirst("<emulator>[^<]*", "<emulator>/usr/bin/qemu-nowhere"), LibvirtFailure.SYSTEM_ERROR, "libvirt.emulator-missing.what");
        if (!real.kvm()) refused(good.replace("<domain type='qemu'", "<domain type='kvm'"), LibvirtFailure.CONFIG_UNSUPPORTED, "libvirt.no-type.what");
        assertEquals(List.of(), connection.domains());

        connection.define(good);
        String stored = connection.storedXml(UUID);
        refused(good.replace(UUID, UUID.replace('5', '6')), LibvirtFailure.OPERATION_FAILED, "libvirt.exists.what");
        refused(stored.replace("cache='writethrough'", "cache='bogus'"), LibvirtFailure.XML_ERROR, "libvirt.bad-value.what");
        assertEquals(stored, connection.storedXml(UUID));
    }

    private void refused(String xml, int code, String key) {
        FailedException refused = assertThrows(FailedException.class, () -> connection.define(xml), key);
        assertEquals(key, refused.failure().what().key(), refused.getMessage());
        assertEquals(code, LibvirtFailure.of(refused).code(), refused.getMessage());
    }

    @Test
    void saysWhyAMachineDoesNotStart() throws FailedException {
        String good = real.definition("stuck", UUID, "qemu", "", waiting());
        doesNotStart(good.replaceFirst("<source file='[^']*'", "<source file='/var/lib/libvirt/images/gone.img'"), LibvirtFailure.SYSTEM_ERROR, "libvirt.image-missing.what");
        doesNotStart(good.replace("<devices>", "<cpu mode='host-passthrough'/><devices>"), LibvirtFailure.CONFIG_UNSUPPORTED, "libvirt.cpu-mode.what");
        doesNotStart(good.replace("</devices>", "<interface type='network'><source network='nowhere'/></interface></devices>"), 43, "libvirt.network-missing.what");
        connection.define(good);
        connection.start(UUID);
        FailedException running = assertThrows(FailedException.class, () -> connection.start(UUID));
        assertEquals("libvirt.already-running.what", running.failure().what().key());
        connection.destroy(UUID);
        FailedException off = assertThrows(FailedException.class, () -> connection.destroy(UUID));
        assertEquals("libvirt.not-running.what", off.failure().what().key());
        if (real.kvm()) {
            String model = good.replace("<domain type='qemu'", "<domain type='kvm'")
                    .replace("<devices>", "<cpu mode='custom' match='exact' check='partial'><model fallback='forbid'>qemu64</model><feature policy='require' name='amx-tile'/></cpu><devices>");
            doesNotStart(model, LibvirtFailure.CPU_INCOMPATIBLE, "libvirt.cpu-features.what");
            doesNotStart(model.replace("check='partial'", "check='full'"), LibvirtFailure.OPERATION_FAILED, "libvirt.cpu-features.what");
        }
    }

    private void doesNotStart(String xml, int code, String key) throws FailedException {
        connection.define(xml);
        FailedException refused = assertThrows(FailedException.class, () -> connection.start(UUID), key);
        assertEquals(key, refused.failure().what().key(), refused.getMessage());
        assertEquals(code, LibvirtFailure.of(refused).code(), refused.getMessage());
        assertEquals(DomainState.SHUT_OFF, connection.domain(UUID).orElseThrow().state());
    }

    @Test
    void noticesARestartOfTheDaemonAndOpensAgain() throws Exception {
        connection.define(real.definition("survivor", UUID, "qemu", "", waiting()));
        connection.start(UUID);
        CountDownLatch closed = new CountDownLatch(1);
        connection.onEvent(_ -> {});
        connection.onClosed(closed::countDown);
        real.stopDaemon();
        try {
            assertTrue(closed.await(1, TimeUnit.MINUTES), "not told that the connection broke");
            assertEquals("libvirt.lost.what", assertThrows(FailedException.class, connection::domains).failure().what().key());
            assertEquals(0, connection.closeAndCount(), "references left");
            FailedException none = assertThrows(FailedException.class, () -> Libvirt.open(real.uri(), false));
            assertEquals("libvirt.no-daemon.what", none.failure().what().key(), none.getMessage());
            assertEquals(LibvirtFailure.SYSTEM_ERROR, LibvirtFailure.of(none).code());
        } finally {
            real.startDaemon();
        }
        connection = Libvirt.connect(real.uri(), false, Credentials.NONE);
        assertEquals(DomainState.RUNNING, only().orElseThrow().state());
        BlockingQueue<DomainEvent> events = new LinkedBlockingQueue<>();
        connection.onEvent(events::add);
        // Not destroy: it does not wait for the daemon, which may still be taking over its guests.
        connection.suspend(UUID);
        next(events, DomainEvent.Kind.SUSPENDED);
    }

    @Test
    void aDaemonThatHangsHoldsACallOnlySoLong() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        connection.onClosed(closed::countDown);
        real.freezeDaemon();
        try {
            FailedException noAnswer = assertThrows(FailedException.class, connection::domains);
            assertEquals("libvirt.no-answer.what", noAnswer.failure().what().key(), noAnswer.getMessage());
            assertTrue(closed.await(1, TimeUnit.MINUTES), "not told that the connection broke");
        } finally {
            real.thawDaemon();
        }
    }

    @Test
    void aGuestThatHangsHoldsUpNoLook() throws FailedException {
        connection.define(real.definition("stuck", UUID, "qemu", "", waiting()));
        connection.start(UUID);
        real.freezeGuest("stuck");
        try {
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                assertEquals(DomainState.RUNNING, only().orElseThrow().state());
                assertEquals(only(), connection.domain(UUID));
                assertEquals(1, connection.usage().size());
                assertTrue(connection.liveXml(UUID).contains("stuck"));
                assertTrue(connection.storedXml(UUID).contains("stuck"));
                assertEquals(List.of(), connection.snapshots(UUID));
            });
        } finally {
            real.thawGuest("stuck");
        }
    }

    @Test
    void leavesNoReferenceAndNoSocketHoweverOftenItIsOpened() throws FailedException {
        connection.define(real.definition("steady", UUID, "qemu", "", waiting()));
        int before = openFiles();
        for (int i = 0; i < 60; i++) {
            LibvirtConnection another = Libvirt.connect(real.uri(), i % 2 == 0, Credentials.NONE);
            another.onEvent(_ -> {});
            another.onClosed(() -> {});
            assertEquals(1, another.domains().size());
            another.storedXml(UUID);
            another.usage();
            assertEquals(0, another.closeAndCount(), "references left");
        }
        // Others of this JVM may come and go; sixty leaked sockets would show.
        assertTrue(openFiles() < before + 20, before + " open files became " + openFiles());
    }

    private static int openFiles() {
        return new File("/proc/self/fd").list().length;
    }

    private Optional<DomainInfo> only() throws FailedException {
        List<DomainInfo> domains = connection.domains();
        assertEquals(1, domains.size());
        return Optional.of(domains.getFirst());
    }

    private static Path waiting() {
        return real.image("waiting.img", real.guest("waiting.bin"));
    }

    private static DomainEvent next(BlockingQueue<DomainEvent> events, DomainEvent.Kind kind) throws InterruptedException {
        while (true) {
            DomainEvent event = events.poll(1, TimeUnit.MINUTES);
            assertNotNull(event, "no event " + kind);
            if (event.kind() == kind) return event;
        }
    }
}
