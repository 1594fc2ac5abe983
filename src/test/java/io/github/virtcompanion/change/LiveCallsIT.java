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
import org.junit.jupiter.api.Assumptions;
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
    private static final String BRIDGE = "vc-it-bridge";

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
                .replaceFirst("<vcpu[^>]*>\\d+</vcpu>", "<vcpu placement='static' current='2'>4</vcpu>")
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
            "on_reboot=destroy",
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
        // A libvirtd without control groups, like one of an unprivileged session.
        Assumptions.assumeFalse("yes".equals(System.getenv("CGROUPS")), "this one has them");
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
        HistoryEntry told = history.of(connection.uri(), UUID).getFirst();
        assertEquals(Plan.Kind.THIS_RUN, told.kind());
        assertEquals(HistoryEntry.State.REFUSED, told.state());
        assertTrue(told.said().contains("cgroup"), told.said());
    }

    /// Whatever else libvirt changes in a running machine, each by itself. Where this host or guest cannot do it, libvirt's own words say
    /// why, and the value waits for the next start.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "vcpus.current=3 | cputune.vcpupin.2=0 |",
            "vcpus.current=4 | vcpus.current=3 | unplug request",
            "vcpus.current=1 | vcpus.current=2 | hotpluggable",
            "memory.current=24MiB | memory.current=28MiB |",
            "iothreads=2 cputune.iothreadpin.1=0 cputune.iothreadpin.2=1 | cputune.iothreadpin.1=1 |",
            "iothreads=2 cputune.iothreadpin.2=1 | iothreads=1 cputune.iothreadpin.2=default |",
            "numatune.memory.nodeset=0 || cgroup",
            "cputune.shares=512 | cputune.shares=1024 | cgroup",
            "cputune.period=50000 cputune.quota=25000 | cputune.quota=-1 | cgroup",
            "cputune.global_period=50000 cputune.global_quota=30000 | cputune.global_quota=-1 | cgroup",
            "cputune.emulator_quota=30000 | cputune.emulator_quota=-1 | cgroup",
            "memtune.hard_limit=1GiB | memtune.hard_limit=2GiB | cgroup",
            "memtune.soft_limit=1GiB | memtune.soft_limit=2GiB | cgroup",
            "memtune.swap_hard_limit=2GiB memtune.hard_limit=1GiB | memtune.swap_hard_limit=3GiB | cgroup",
            "blkiotune.weight=500 | blkiotune.weight=600 | cgroup",
            "blkiotune.device./dev/vda.read_iops_sec=500 | blkiotune.device./dev/vda.read_iops_sec=600 | cgroup"})
    void eachAloneOrAReason(String there, String further, String unless) throws Exception {
        alone(there, unless);
        if (further != null) alone(further, unless);
    }

    /// Memory that the guest may plug in: QEMU offers it, and the guest takes it where it has the driver.
    @Test
    void memoryIsOfferedToTheRunningGuest() throws Exception {
        again(xml -> xml.replace("<memory unit=", "<maxMemory slots='4' unit='MiB'>1024</maxMemory><memory unit=").replace("<devices>", "<devices>" + """
                <memory model='virtio-mem'><target><size unit='MiB'>128</size><node>0</node><block unit='MiB'>2</block><requested unit='MiB'>0</requested></target></memory>""")
                .replaceFirst("(?s)<cpu [^>]*(/>|>.*?</cpu>)", "").replace("<devices>", "<cpu><numa><cell id='0' cpus='0-3' memory='32' unit='MiB'/></numa></cpu><devices>"));
        alone("memory.device.1.requested=64MiB", "");
        assertTrue(real.virsh("qemu-monitor-command", "guest", "{\"execute\":\"query-memory-devices\"}").contains("\"requested-size\":67108864"));
        alone("memory.device.1.requested=32MiB", "");
    }

    /// On a bridge of the host, which is made for this.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "nic.MAC.isolated=yes | nic.MAC.isolated=no |",
            "nic.MAC.coalesce=32 | nic.MAC.coalesce=64 | coalesce",
            "nic.MAC.filter=empty | nic.MAC.filter=default | filter",
            "nic.MAC.link=down | nic.MAC.link=up |",
            "nic.MAC.bandwidth.inbound.average=1MiB | nic.MAC.bandwidth.inbound.average=2MiB | Child process (tc",
            "nic.MAC.bandwidth.outbound.average=1MiB nic.MAC.bandwidth.outbound.peak=2MiB nic.MAC.bandwidth.outbound.burst=1MiB | nic.MAC.bandwidth.outbound.average=2MiB | Child process (tc"})
    void aCardOnABridgeOrAReason(String there, String further, String unless) throws Exception {
        Assumptions.assumeTrue(RealLibvirtd.command("ip", "link", "add", BRIDGE, "type", "bridge").code() == 0, "no bridge can be made here");
        try {
            if (there.contains("filter=")) real.virsh("nwfilter-define", real.image("filter.xml", "<filter name='empty' chain='root'/>".getBytes()).toString());
            again(xml -> xml.replace("<interface type='user'>", "<interface type='bridge'><source bridge='" + BRIDGE + "'/>"));
            alone(there.replace("MAC", MAC), unless);
            alone(further.replace("MAC", MAC), unless);
        } finally {
            real.virsh("destroy", "guest");
            RealLibvirtd.command("ip", "link", "del", BRIDGE);
        }
    }

    /// Started anew with another definition.
    private static void again(java.util.function.UnaryOperator<String> edit) {
        String xml = edit.apply(stored());
        real.virsh("destroy", "guest");
        real.virsh("define", real.image("definition.xml", xml.getBytes()).toString());
        real.virsh("start", "guest");
    }

    private void alone(String words, String unless) throws Exception {
        String pid = real.guestPid("guest");
        List<Assignment> wanted = wanted(words);
        LivePlan plan = changes.plan(connection, UUID, wanted);
        assertEquals(List.of(), plan.blockers());
        assertEquals(LivePlan.Way.CALLS, plan.way(), words);
        Outcome outcome = changes.apply(connection, plan, LiveProgress.NONE);
        assertEquals(pid, real.guestPid("guest"), "QEMU goes on");
        String why = outcome.failure().map(Object::toString).orElse("");
        if (outcome.failure().isPresent()) {
            assertEquals(Outcome.Kind.PENDING, outcome.kind(), outcome.toString());
            assertTrue(unless != null && why.contains(unless), outcome.toString());
            Assumptions.abort(words + ": " + outcome.failure().get().details());
        }
        assertEquals(Outcome.Kind.NOW, outcome.kind(), outcome.toString());
        for (Assignment one : wanted) {
            // A guest gives memory back in its own time, and this one has no driver for it.
            if (!one.setting().equals("memory.current")) RealLibvirtd.await(one + " runs", () -> same(one, live()));
            assertTrue(same(one, stored()), stored());
        }
    }

    /// All processors switched on is what libvirt says nothing of.
    private static boolean same(Assignment one, String xml) throws Exception {
        String value = Catalogue.readAll(DomainXml.parse(xml)).getOrDefault(one.setting(), "default");
        return Catalogue.same(one.setting(), one.setting().equals("vcpus.current") && one.value().equals("4") ? "default" : one.value(), value);
    }

    @Test
    void theStartWithTheHostIsStoredWhileItRuns() throws Exception {
        String pid = real.guestPid("guest");
        String stored = stored();
        LivePlan plan = changes.plan(connection, UUID, wanted("autostart=on"));
        assertEquals(LivePlan.Way.STORE, plan.way());
        assertEquals(Outcome.Kind.STORED, changes.apply(connection, plan, LiveProgress.NONE).kind(), "what runs is not what starts with the host");
        assertTrue(real.virsh("dominfo", "guest").matches("(?s).*Autostart:\\s+enable.*"), real.virsh("dominfo", "guest"));
        assertEquals(stored, stored(), "the definition does not have it");
        HistoryEntry entry = history.of(connection.uri(), UUID).getFirst();
        assertEquals(Outcome.Kind.STORED, changes.applyUndo(connection, changes.planUndo(connection, UUID, entry), entry, LiveProgress.NONE).kind());
        assertTrue(real.virsh("dominfo", "guest").matches("(?s).*Autostart:\\s+disable.*"));
        assertEquals(List.of("change.live.block.beside"), changes.planThisRun(connection, UUID, wanted("autostart=on")).blockers().stream().map(blocker -> blocker.reason().key()).toList());
        assertEquals(pid, real.guestPid("guest"));
    }

    @Test
    void forThisRunOnlyNothingIsStored() throws Exception {
        String stored = stored();
        LivePlan plan = changes.planThisRun(connection, UUID, wanted("disk.hda.iotune.total_iops_sec=77"));
        assertEquals(LivePlan.Way.CALLS, plan.way());
        assertEquals(Outcome.Kind.THIS_RUN, changes.apply(connection, plan, LiveProgress.NONE).kind());
        assertEquals(stored, stored());
        assertTrue(live().contains("<total_iops_sec>77<"), live());
        HistoryEntry told = history.of(connection.uri(), UUID).getFirst();
        assertEquals(List.of(Plan.Kind.THIS_RUN, HistoryEntry.State.PROVEN, List.of("disk.hda.iotune.total_iops_sec=77")), List.of(told.kind(), told.state(), told.settings()));
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
