package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Two write one machine's definition at the same moment, over and over: whoever comes last must not take out what the other did.
class WritersIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "5d0c5f5e-0000-4000-8000-000000000009";
    private static final int ROUNDS = 60;

    @TempDir
    private Path directory;
    private final List<Inventory> inventories = new ArrayList<>();
    private ExecutorService threads;

    /// One copy of this program.
    private record Copy(Connection connection, Changes changes) {
        /// As the command line does it.
        void set(String setting, String value) throws FailedException {
            for (int i = 0; i < 50; i++) {
                Outcome outcome = changes.apply(connection, changes.plan(connection, UUID, List.of(new Assignment(setting, value))));
                if (outcome.kind() == Outcome.Kind.MOVED) continue;
                assertTrue(outcome.done(), outcome::toString);
                break;
            }
            for (Outcome outcome : changes.confirm()) assertTrue(outcome.done(), outcome::toString);
        }
    }

    @BeforeEach
    void open() {
        threads = Executors.newFixedThreadPool(2);
        Path file = real.image("definition.xml", real.definition("contested", UUID, "qemu", "", real.image("contested.img", new byte[512])).getBytes());
        real.virsh("define", file.toString());
    }

    private Copy copy() {
        SystemFiles files = SystemFiles.realHost();
        Inventory inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), new HostFiles(files, new Commands(files)), false);
        inventories.add(inventory);
        inventory.start();
        inventory.loaded().join();
        return new Copy(inventory.connections().getFirst(),
                new Changes(new History(new PrivateFiles(directory)), Clock.systemUTC(), connection -> Libvirt.open(connection.uri(), false)));
    }

    @AfterEach
    void close() {
        inventories.forEach(Inventory::close);
        threads.shutdownNow();
    }

    private static String cache(int round) {
        return round % 2 == 0 ? "none" : "writeback";
    }

    private interface Writing {
        void round(int number) throws Exception;
    }

    private void together(Writing one, Writing other, Writing then) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        for (int i = 0; i < ROUNDS; i++) {
            int round = i;
            List<Future<?>> both = new ArrayList<>();
            for (Writing each : List.of(one, other)) both.add(threads.submit(() -> {
                start.await();
                each.round(round);
                return null;
            }));
            for (Future<?> each : both) each.get(2, TimeUnit.MINUTES);
            then.round(round);
        }
    }

    @Test
    void twoCopiesOfThisProgram() throws Exception {
        Copy one = copy();
        Copy other = copy();
        together(round -> one.set("title", "title " + round), round -> other.set("disk.hda.cache", cache(round)), round -> {
            String xml = real.virsh("dumpxml", "--inactive", "contested");
            assertTrue(xml.contains("<title>title " + round + "</title>") && xml.contains("cache='" + cache(round) + "'"), () -> round + ": " + xml);
        });
        List<HistoryEntry> all = one.changes().history().of(real.uri(), UUID);
        assertEquals(0, all.stream().filter(entry -> entry.kind() == Plan.Kind.OUTSIDE || entry.state() == HistoryEntry.State.INTENDED).count(), "neither takes the other for a stranger");
    }

    /// libvirt edits its own definition there: nobody else reads and writes back.
    @Test
    void thisProgramAndOneThatLetsLibvirtEdit() throws Exception {
        Copy copy = copy();
        try (Hypervisor _ = Libvirt.open(real.uri(), false)) {
            together(round -> copy.set("disk.hda.cache", cache(round)), round -> real.virsh("setmem", "contested", (16384 + round) + "KiB", "--config"), round -> {
                String xml = real.virsh("dumpxml", "--inactive", "contested");
                assertTrue(xml.contains("cache='" + cache(round) + "'") && xml.contains(">" + (16384 + round) + "</currentMemory>"), () -> round + ": " + xml);
            });
        }
    }

    /// The title in the program, as virt-manager's details change it elsewhere; then the other way round. Each is put in place by libvirt
    /// itself, while the other stores whole definitions or has libvirt edit, too.
    @Test
    void aTitleHereAndAnotherClientsEditsThere() throws Exception {
        Copy copy = copy();
        together(round -> copy.set("title", "title " + round), round -> real.virsh("desc", "contested", "--config", "round " + round), round -> {
            String xml = real.virsh("dumpxml", "--inactive", "contested");
            assertTrue(xml.contains("<title>title " + round + "</title>") && xml.contains("<description>round " + round + "</description>"), () -> round + ": " + xml);
        });
        together(round -> copy.set("disk.hda.cache", cache(round)), round -> real.virsh("desc", "contested", "--config", "--title", "theirs " + round), round -> {
            String xml = real.virsh("dumpxml", "--inactive", "contested");
            assertTrue(xml.contains("<title>theirs " + round + "</title>") && xml.contains("cache='" + cache(round) + "'"), () -> round + ": " + xml);
        });
        together(round -> copy.set("memory.current", (16 + round % 2) + "MiB"), round -> real.virsh("desc", "contested", "--config", "--title", "theirs " + -round), round -> {
            String xml = real.virsh("dumpxml", "--inactive", "contested");
            assertTrue(xml.contains("<title>theirs " + -round + "</title>") && xml.contains(">" + (16 + round % 2) * 1024 + "</currentMemory>"), () -> round + ": " + xml);
        });
    }

    /// As scripts and virt-xml do it: read, think for a moment, store, never look again.
    @Test
    void thisProgramAndOneThatReadsEditsAndStores() throws Exception {
        Copy copy = copy();
        try (Hypervisor stranger = Libvirt.open(real.uri(), false)) {
            together(round -> copy.set("disk.hda.cache", cache(round)), round -> {
                String xml = stranger.storedXml(UUID).replaceAll("\\s*<description>.*?</description>", "");
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(60));
                stranger.redefine(xml.replace("  <memory ", "  <description>round " + round + "</description>\n  <memory "));
            }, round -> {
                String xml = real.virsh("dumpxml", "--inactive", "contested");
                assertTrue(xml.contains("cache='" + cache(round) + "'") && xml.contains("<description>round " + round + "</description>"), () -> round + ": " + xml);
            });
        }
    }
}
