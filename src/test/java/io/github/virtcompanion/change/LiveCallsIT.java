package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Pendings;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Settings that libvirt changes in a running machine without a pause, on a real libvirtd and QEMU, there and back.
class LiveCallsIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "5d0c5f5e-0000-4000-8000-000000000031";
    private static final String MAC = "52:54:00:00:00:31";

    @TempDir
    private Path directory;
    private Inventory inventory;
    private Connection connection;
    private LiveChanges changes;
    private History history;

    @BeforeEach
    void open() {
        SystemFiles files = SystemFiles.realHost();
        inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), new HostFiles(files, new Commands(files)), false);
        inventory.start();
        inventory.loaded().join();
        connection = inventory.connections().getFirst();
        history = new History(new PrivateFiles(directory));
        changes = new LiveChanges(history, new PrivateFiles(directory), files, new DiskFlush(new Commands(files)), asking -> Libvirt.open(asking.uri(), false), Clock.systemUTC(), "/root");
        String xml = real.definition("guest", UUID, "qemu", "", real.image("guest.img", Arrays.copyOf(real.guest("counting.bin"), 1 << 20)))
                .replaceFirst("<vcpu[^>]*>\\d+</vcpu>", "<vcpu placement='static'>2</vcpu>")
                .replace("<memballoon model='none'/>", "<interface type='user'><mac address='" + MAC + "'/><model type='virtio'/></interface><memballoon model='virtio'/>");
        real.virsh("define", real.image("definition.xml", xml.getBytes()).toString());
        real.virsh("start", "guest");
    }

    @AfterEach
    void close() {
        inventory.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "disk.hda.iotune.total_bytes_sec=10MiB",
            "disk.hda.iotune.read_iops_sec=100 disk.hda.iotune.read_iops_sec_max=200 disk.hda.iotune.read_iops_sec_max_length=3",
            "cputune.vcpupin.0=0",
            "cputune.emulatorpin=0",
            "nic." + MAC + ".link=down",
            "memballoon.stats.period=5",
            "on_crash=restart",
            "on_poweroff=restart",
            "iothreads=2",
            "title=Counting"})
    void withoutAPauseThereAndBack(String words) throws Exception {
        String stored = stored();
        String pid = real.guestPid("guest");
        List<Assignment> wanted = wanted(words);
        LivePlan plan = changes.plan(connection, UUID, wanted);
        assertEquals(List.of(), plan.blockers());
        assertEquals(LivePlan.Way.CALLS, plan.way());
        assertTrue(plan.pause().isEmpty());
        Outcome outcome = changes.apply(connection, plan, LiveProgress.NONE);
        assertEquals(Outcome.Kind.NOW, outcome.kind(), outcome.toString());
        assertEquals(Optional.empty(), outcome.failure());
        for (Assignment one : wanted) {
            assertEquals(one.value(), Catalogue.read(DomainXml.parse(live())).get(one.setting()), live());
            assertEquals(one.value(), Catalogue.read(DomainXml.parse(stored())).get(one.setting()), stored());
        }
        assertEquals(List.of(), Pendings.between(live(), stored()));

        HistoryEntry entry = history.of(connection.uri(), UUID).getFirst();
        LivePlan undo = changes.planUndo(connection, UUID, entry);
        assertEquals(LivePlan.Way.CALLS, undo.way());
        Outcome back = changes.applyUndo(connection, undo, entry, LiveProgress.NONE);
        assertEquals(Outcome.Kind.NOW, back.kind(), back.toString());
        assertEquals(Optional.empty(), back.failure());
        assertEquals(stored, stored(), "to the byte");
        // libvirt has no call that takes a pinning away: it is bound to all of the host's processors until it is powered off.
        List<String> waiting = Pendings.between(live(), stored()).stream().map(one -> one.setting()).toList();
        assertEquals(words.contains("pin") ? wanted.stream().map(Assignment::setting).toList() : List.of(), waiting, live());
        assertEquals(pid, real.guestPid("guest"));
    }

    @Test
    void qemuHasTheLimitsAndTheKernelThePinning() throws Exception {
        now("disk.hda.iotune.write_bytes_sec=1MiB disk.hda.iotune.write_iops_sec=50 cputune.emulatorpin=0");
        String block = real.virsh("qemu-monitor-command", "guest", "{\"execute\":\"query-block\"}");
        assertTrue(block.contains("\"bps_wr\":1048576") && block.contains("\"iops_wr\":50"), block);
        String status = Files.readString(Path.of("/proc", real.guestPid("guest"), "status"));
        assertTrue(status.contains("Cpus_allowed_list:\t0\n"), status);
        // Limits that are not named stay.
        now("disk.hda.iotune.write_bytes_sec=2MiB");
        block = real.virsh("qemu-monitor-command", "guest", "{\"execute\":\"query-block\"}");
        assertTrue(block.contains("\"bps_wr\":2097152") && block.contains("\"iops_wr\":50"), block);
    }

    @Test
    void whatTheGuestHasToAgreeToIsSaid() throws Exception {
        LivePlan plan = changes.plan(connection, UUID, wanted("memory.current=16MiB"));
        assertEquals(LivePlan.Way.CALLS, plan.way());
        assertTrue(plan.consequences().stream().anyMatch(message -> message.key().equals("change.live.asks-guest")));
        Outcome outcome = changes.apply(connection, plan, LiveProgress.NONE);
        assertEquals(Outcome.Kind.NOW, outcome.kind(), outcome.toString());
    }

    @Test
    void whatLibvirtRefusesInTheRunningMachineWaitsForTheNextStart() throws Exception {
        // This libvirtd has no control groups, like one of an unprivileged session.
        String pid = real.guestPid("guest");
        LivePlan plan = changes.plan(connection, UUID, wanted("cputune.shares=512 cputune.vcpupin.0=0"));
        assertEquals(LivePlan.Way.CALLS, plan.way());
        Outcome outcome = changes.apply(connection, plan, LiveProgress.NONE);
        assertEquals(Outcome.Kind.PENDING, outcome.kind(), outcome.toString());
        assertEquals("change.live.not-now", outcome.failure().orElseThrow().what().key());
        assertTrue(outcome.failure().orElseThrow().details().contains("cgroup"), outcome.toString());
        assertTrue(stored().contains("<shares>512</shares>") && !live().contains("<shares>"), live());
        assertEquals("0", Catalogue.read(DomainXml.parse(live())).get("cputune.vcpupin.0"), "what can be done is done");
        assertEquals(List.of("cputune.shares"), Pendings.between(live(), stored()).stream().map(one -> one.setting()).toList());
        assertEquals(pid, real.guestPid("guest"));
        LivePlan once = changes.planThisRun(connection, UUID, wanted("cputune.shares=600"));
        assertEquals(Outcome.Kind.REFUSED, changes.apply(connection, once, LiveProgress.NONE).kind());
        assertTrue(stored().contains("<shares>512</shares>"));
    }

    @Test
    void forThisRunOnlyNothingIsStored() throws Exception {
        String stored = stored();
        LivePlan plan = changes.planThisRun(connection, UUID, wanted("disk.hda.iotune.total_iops_sec=77"));
        assertEquals(LivePlan.Way.CALLS, plan.way());
        assertEquals(Outcome.Kind.THIS_RUN, changes.apply(connection, plan, LiveProgress.NONE).kind());
        assertEquals(stored, stored());
        assertTrue(live().contains("<total_iops_sec>77<"), live());
        assertEquals(List.of(), history.of(connection.uri(), UUID));
        now("disk.hda.iotune.total_iops_sec=default");
        assertEquals(List.of(), Pendings.between(live(), stored()));
        assertEquals(stored, stored());
    }

    @Test
    void whatDoesNotGoTogetherIsToldBeforeLibvirtDoes() throws Exception {
        LivePlan plan = changes.plan(connection, UUID, wanted("disk.hda.iotune.total_bytes_sec=1MiB disk.hda.iotune.read_bytes_sec=1MiB"));
        assertEquals(List.of("options.conflict.limit-total"), plan.blockers().stream().map(blocker -> blocker.reason().key()).toList());
    }

    private void now(String words) throws Exception {
        Outcome outcome = changes.apply(connection, changes.plan(connection, UUID, wanted(words)), LiveProgress.NONE);
        assertEquals(Outcome.Kind.NOW, outcome.kind(), outcome.toString());
        assertEquals(Optional.empty(), outcome.failure());
    }

    private static List<Assignment> wanted(String words) {
        return Stream.of(words.split(" ")).map(word -> new Assignment(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1))).toList();
    }

    private static String live() {
        return real.virsh("dumpxml", "--security-info", "guest");
    }

    private static String stored() {
        return real.virsh("dumpxml", "--inactive", "--security-info", "guest");
    }
}
