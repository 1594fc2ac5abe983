package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.DomainUsage;
import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// On libvirt's own test driver, with a node file of ours.
class LibvirtConnectionTest {
    private static final String NODE = "test://" + Path.of("src/test/resources/io/github/virtcompanion/libvirt/node.xml").toUri().getRawPath();
    private static final String RUNNING = "00000000-0000-4000-8000-000000000001";
    private static final String ASLEEP = "00000000-0000-4000-8000-000000000002";
    private static final String SAVED = "00000000-0000-4000-8000-000000000003";
    private static final String PASSING = "00000000-0000-4000-8000-000000000004";
    private static final String NOBODY = "00000000-0000-4000-8000-00000000000f";

    private LibvirtConnection connection;

    @BeforeEach
    void open() throws FailedException {
        connection = Libvirt.connect(NODE, false, Credentials.NONE);
    }

    @AfterEach
    void close() {
        assertEquals(0, connection.closeAndCount(), "references left");
    }

    @Test
    void listsStateManagedSaveAndPersistence() throws FailedException {
        Map<String, DomainInfo> found = connection.domains().stream().collect(Collectors.toMap(DomainInfo::uuid, Function.identity()));
        assertEquals(Set.of(RUNNING, ASLEEP, SAVED, PASSING), found.keySet());
        assertEquals("léger", found.get(RUNNING).name());
        assertEquals(DomainState.RUNNING, found.get(RUNNING).state());
        assertTrue(found.get(RUNNING).persistent());
        assertFalse(found.get(RUNNING).managedSave());
        assertEquals(DomainState.SHUT_OFF, found.get(ASLEEP).state());
        assertEquals(DomainState.SAVED, found.get(SAVED).shownState());
        assertTrue(found.get(SAVED).managedSave());
        assertEquals(DomainState.PAUSED, found.get(PASSING).state());
        assertFalse(found.get(PASSING).persistent());
    }

    @Test
    void oneDomainReadsLikeItsLineInTheList() throws FailedException {
        for (DomainInfo listed : connection.domains()) assertEquals(Optional.of(listed), connection.domain(listed.uuid()));
        assertEquals(Optional.empty(), connection.domain(NOBODY));
    }

    @Test
    void tellsItsStoragePoolsAndFirmware() throws FailedException {
        try (Hypervisor other = Libvirt.open("test:///default", true)) {
            List<String> pools = other.storagePools();
            assertEquals(1, pools.size());
            assertTrue(pools.getFirst().contains("<name>default-pool</name>"), pools.getFirst());
            assertTrue(other.sysinfo().startsWith("<sysinfo "), other.sysinfo());
        }
    }

    @Test
    void definesWithEveryLetterKept() throws FailedException {
        String xml = connection.storedXml(ASLEEP).replace("<memory", "<title>Dvě – ünïcode 機</title>\n  <memory");
        assertEquals(ASLEEP, connection.define(xml));
        assertTrue(connection.storedXml(ASLEEP).contains("<title>Dvě – ünïcode 機</title>"), connection.storedXml(ASLEEP));
        assertTrue(connection.liveXml(RUNNING).contains("Première"));
    }

    @Test
    void refusesWhatTheSchemaDoesNotKnow() throws FailedException {
        String xml = connection.storedXml(ASLEEP).replace("<memory", "<zzz/><memory");
        FailedException refused = assertThrows(FailedException.class, () -> connection.define(xml));
        assertEquals(LibvirtFailure.XML_INVALID_SCHEMA, LibvirtFailure.of(refused).code());
        assertEquals("libvirt.schema.what", refused.failure().what().key());
        assertTrue(refused.failure().details().contains("zzz"), refused.failure().details());
    }

    @Test
    void undefinesAndSaysSoAfterwards() throws FailedException {
        connection.delete(ASLEEP);
        FailedException gone = assertThrows(FailedException.class, () -> connection.storedXml(ASLEEP));
        assertEquals(LibvirtFailure.NO_DOMAIN, LibvirtFailure.of(gone).code());
        assertEquals("libvirt.no-domain.what", gone.failure().what().key());
    }

    @Test
    void walksThroughTheStates() throws FailedException {
        connection.start(ASLEEP);
        assertEquals(DomainState.RUNNING, state(ASLEEP));
        connection.suspend(ASLEEP);
        assertEquals(DomainState.PAUSED, state(ASLEEP));
        connection.resume(ASLEEP);
        connection.reboot(ASLEEP);
        assertEquals(DomainState.RUNNING, state(ASLEEP));
        connection.managedSave(ASLEEP);
        assertEquals(DomainState.SAVED, connection.domain(ASLEEP).orElseThrow().shownState());
        connection.managedSaveRemove(ASLEEP);
        assertEquals(DomainState.SHUT_OFF, connection.domain(ASLEEP).orElseThrow().shownState());
        FailedException off = assertThrows(FailedException.class, () -> connection.destroy(ASLEEP));
        assertEquals(LibvirtFailure.OPERATION_INVALID, LibvirtFailure.of(off).code());
        connection.start(ASLEEP);
        connection.shutdown(ASLEEP);
        connection.start(ASLEEP);
        connection.destroy(ASLEEP);
        assertEquals(DomainState.SHUT_OFF, state(ASLEEP));
    }

    @Test
    void countsActiveDomainsOnly() throws FailedException {
        Map<String, DomainUsage> usage = connection.usage().stream().collect(Collectors.toMap(DomainUsage::uuid, Function.identity()));
        assertEquals(Set.of(RUNNING, PASSING), usage.keySet());
        assertEquals(2, usage.get(RUNNING).vcpus());
        assertTrue(usage.get(RUNNING).cpuTimeNanos() > 0);
    }

    @Test
    void readsSnapshots() throws FailedException {
        List<String> snapshots = connection.snapshots(SAVED);
        assertEquals(1, snapshots.size());
        assertTrue(snapshots.getFirst().contains("<name>before</name>"));
        assertEquals(List.of(), connection.snapshots(RUNNING));
    }

    @Test
    void tellsWhatItIs() throws FailedException {
        assertEquals("TEST", connection.driver().toUpperCase(java.util.Locale.ROOT));
        assertEquals(NODE, connection.uri());
        assertTrue(connection.libvirtVersion() > 1_000_000);
        assertTrue(Libvirt.version().matches("\\d+\\.\\d+\\.\\d+"), Libvirt.version());
        assertTrue(connection.capabilities().startsWith("<capabilities>"));
    }

    @Test
    void saysWhatTheDriverLacks() {
        FailedException lacking = assertThrows(FailedException.class, () -> connection.managedSaveXml(SAVED));
        assertEquals(LibvirtFailure.NO_SUPPORT, LibvirtFailure.of(lacking).code());
        assertEquals("libvirt.no-support.what", lacking.failure().what().key());
    }

    @Test
    void tellsEventsToEveryListenerEvenAfterOneThatFails() throws FailedException, InterruptedException {
        BlockingQueue<DomainEvent> events = new LinkedBlockingQueue<>();
        connection.onEvent(_ -> {
            throw new IllegalStateException("a listener's own fault");
        });
        connection.onEvent(events::add);
        connection.onClosed(() -> {});
        System.gc();
        connection.start(ASLEEP);
        assertEquals(new DomainEvent(ASLEEP, "asleep", DomainEvent.Kind.STARTED, 0), next(events, DomainEvent.Kind.STARTED));
        connection.destroy(ASLEEP);
        next(events, DomainEvent.Kind.STOPPED);
        connection.delete(ASLEEP);
        assertEquals(ASLEEP, next(events, DomainEvent.Kind.UNDEFINED).uuid());
        EventThread.leaveLastEvent();
    }

    @Test
    void leavesNoReferenceHoweverOftenItIsOpened() throws FailedException {
        for (int i = 0; i < 100; i++) {
            LibvirtConnection another = Libvirt.connect(NODE, i % 2 == 0, Credentials.NONE);
            another.onEvent(_ -> {});
            another.onClosed(() -> {});
            assertEquals(4, another.domains().size());
            another.storedXml(RUNNING);
            another.snapshots(SAVED);
            another.usage();
            assertEquals(0, another.closeAndCount());
        }
    }

    @Test
    void saysThatItIsClosedInsteadOfBreaking() throws FailedException {
        LibvirtConnection another = Libvirt.connect(NODE, false, Credentials.NONE);
        another.close();
        another.close();
        FailedException closed = assertThrows(FailedException.class, another::domains);
        assertEquals("libvirt.lost.what", closed.failure().what().key());
    }

    @Test
    void aReadOnlyConnectionReadsAndChangesNothing() throws FailedException {
        try (Hypervisor looking = Libvirt.open(NODE, true)) {
            assertTrue(looking.readOnly());
            String xml = looking.storedXml(ASLEEP);
            assertEquals(4, looking.domains().size());
            for (FailedException refused : List.of(assertThrows(FailedException.class, () -> looking.define(xml)),
                    assertThrows(FailedException.class, () -> looking.start(ASLEEP))))
                assertEquals("libvirt.read-only.what", refused.failure().what().key());
        }
    }

    private DomainState state(String uuid) throws FailedException {
        return connection.domain(uuid).orElseThrow().state();
    }

    private static DomainEvent next(BlockingQueue<DomainEvent> events, DomainEvent.Kind kind) throws InterruptedException {
        while (true) {
            DomainEvent event = events.poll(30, TimeUnit.SECONDS);
            assertNotNull(event, "no event " + kind);
            if (event.kind() == kind) return event;
        }
    }
}
