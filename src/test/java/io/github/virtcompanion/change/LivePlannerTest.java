package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What may be done at once, and what stands in the way.
class LivePlannerTest {
    private static final String UUID = "11111111-1111-1111-1111-111111111111";
    private static final String XML = """
            <domain type='kvm' id='3'>
              <name>guest</name>
              <uuid>11111111-1111-1111-1111-111111111111</uuid>
              <memory unit='MiB'>512</memory>
              <os><type arch='x86_64'>hvm</type></os>
              <on_reboot>restart</on_reboot>
              <devices>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2' cache='none' io='native'/>
                  <source file='/a'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <!-- more -->
              </devices>
            </domain>
            """;

    /// From a cache mode to another, by what the guest was started with.
    @ParameterizedTest
    @CsvSource({
            "none,         writeback,    false, ''",
            "none,         unsafe,       false, '!'",
            "none,         writethrough, false, ''",
            "unsafe,       none,         false, ''",
            "writeback,    directsync,   false, ''",
            "writethrough, directsync,   false, ''",
            "writethrough, writeback,    false, no-flushes",
            "writethrough, none,         false, no-flushes",
            "writethrough, default,      false, no-flushes",
            "directsync,   writeback,    false, no-flushes",
            "writethrough, unsafe,       false, '!'",
            "unsafe,       writeback,    true,  no-flushes",
            "unsafe,       none,         true,  no-flushes",
            "unsafe,       writethrough, true,  ''",
            "writeback,    unsafe,       true,  '!'"})
    void fromModeToMode(String from, String to, boolean startedWithout, String answer) throws FailedException {
        LivePlan plan = LivePlanner.now(running(cache(from)).deaf(startedWithout).made(), List.of(new Assignment("disk.vda.cache", to)));
        assertEquals(answer.length() > 1 ? List.of("change.live.block." + answer) : List.of(), blockers(plan));
        if (answer.length() <= 1) assertEquals(answer.equals("!"), plan.needsConsent());
        assertEquals(LivePlan.Way.SAVE_AND_RESUME, plan.way());
        assertTrue(Math.abs(plan.pause().orElseThrow().seconds() - 5) < 1, "as experience has it");
    }

    @ParameterizedTest
    @CsvSource({
            "<hostdev mode='subsystem' type='pci'/>, devices",
            "<filesystem type='mount'><driver type='virtiofs'/><source dir='/x'/><target dir='x'/></filesystem>, devices",
            "<interface type='hostdev'/>, devices",
            "<shmem name='x'/>, devices",
            "<interface type='network'/>, ''",
            "<hostdev mode='subsystem' type='usb'/>, ''",
            "<hostdev mode='subsystem' type='usb'/><hostdev mode='subsystem' type='mdev'/>, devices",
            "<hostdev mode='capabilities' type='misc'/>, devices",
            "<redirdev bus='usb' type='spicevmc'/>, ''"})
    void devices(String device, String answer) throws FailedException {
        assertEquals(answer.isEmpty() ? List.of() : List.of("change.live.block." + answer), blockers(plan(running(XML.replace("<!-- more -->", device)))));
    }

    /// QEMU opens them anew after the pause, and the guest sees them come anew.
    @Test
    void aHostsUsbDeviceIsNotedAsUnpluggedForTheTime() throws FailedException {
        assertTrue(plan(running(XML.replace("<!-- more -->", "<hostdev mode='subsystem' type='usb'/>"))).consequences().contains(Message.of("change.live.usb")));
        assertFalse(plan(running(XML)).consequences().contains(Message.of("change.live.usb")));
    }

    @Test
    void room() throws FailedException {
        assertEquals(List.of("change.live.block.space"), blockers(plan(running(XML).free(Fact.known(512L << 20, "/")))));
        assertEquals(List.of(), blockers(plan(running(XML).free(Fact.known(1L << 30, "/")))));
        LivePlan unknown = plan(running(XML).free(Fact.unknown("change.live.remote")));
        assertEquals(List.of(), blockers(unknown));
        assertTrue(unknown.consequences().stream().anyMatch(message -> message.key().equals("change.live.space-unknown")));
    }

    @Test
    void statesOfTheMachine() throws FailedException {
        assertEquals(List.of("change.live.block.not-running"), blockers(plan(off())));
        assertEquals(List.of("change.live.block.state"), blockers(plan(running(XML).state(DomainState.SUSPENDED))));
        assertEquals(List.of(), blockers(plan(running(XML).state(DomainState.PAUSED))));
        assertEquals(List.of("change.live.block.saved"), blockers(plan(running(XML).saved())));
        assertEquals(List.of("change.live.block.saved"), blockers(thisRun(off().saved())));
        assertEquals(List.of("change.block.read-only"), blockers(plan(running(XML).readOnly())));
        assertEquals(List.of("change.block.transient"), blockers(plan(running(XML).passing())));
        assertEquals(List.of("change.live.block.driver"), blockers(plan(running(XML).driver("Test"))));
        assertEquals(List.of("change.live.block.under-way"), blockers(thisRun(running(XML).underWay())));
    }

    /// Whatever else is wanted with it: a CPU that only the other type has is no obstacle worth a word.
    @Test
    void aRunningMachineKeepsItsType() throws FailedException {
        List<Assignment> emulated = List.of(new Assignment("type", "qemu"), new Assignment("cpu.mode", "custom"));
        assertEquals(List.of("change.live.block.type"), blockers(LivePlanner.now(running(XML).made(), emulated)));
        assertEquals(List.of("change.live.block.type"), blockers(LivePlanner.thisRun(running(XML).made(), emulated)));
        assertEquals(List.of(), blockers(LivePlanner.thisRun(off().made(), List.of(new Assignment("type", "qemu")))));
        assertEquals(List.of(), blockers(LivePlanner.now(running(XML).made(), List.of(new Assignment("type", "kvm"), new Assignment("disk.vda.cache", "writeback")))));
    }

    @Test
    void thisRunLeavesWhatIsStored() throws FailedException {
        LivePlan start = thisRun(off());
        assertEquals(LivePlan.Way.START, start.way());
        assertEquals(start.storedBefore(), start.storedAfter());
        assertTrue(start.runningAfter().contains("cache='unsafe'") && start.runningAfter().contains("<on_reboot>destroy</on_reboot>"));
        assertFalse(start.runningAfter().contains("native"), "goes along");
        assertEquals(Optional.empty(), start.pause());
        assertTrue(start.needsConsent() && start.applicable());
        assertTrue(start.diff().contains("unsafe"));

        LivePlan resume = thisRun(running(XML));
        assertEquals(LivePlan.Way.SAVE_AND_RESUME, resume.way());
        assertEquals(resume.storedBefore(), resume.storedAfter());
        assertTrue(thisRun(running(cache("unsafe"))).nothingToChange());
    }

    @Test
    void aGuestWhoseKernelIsGoneIsNotSavedForIfItCannotBeResumed() throws FailedException {
        assertEquals(Set.of("/boot/virtinst-1-vmlinuz", "/boot/virtinst-2-initrd.gz", "/a"), LivePlanner.opened(XML.replace("</os>", "<kernel>/boot/virtinst-1-vmlinuz</kernel><initrd>/boot/virtinst-2-initrd.gz</initrd></os>")
                .replaceAll("<source file='[^']*'/>", "<source file='/a'/>")));
        assertEquals(List.of("change.live.block.gone"), blockers(plan(running(XML).gone("/boot/virtinst-1-vmlinuz"))));
        assertEquals(List.of("change.live.block.gone"), blockers(thisRun(running(XML).gone("/boot/virtinst-1-vmlinuz"))));
    }

    @Test
    void whatRunsAlreadyIsOnlyStored() throws FailedException {
        LiveSituation made = running(cache("unsafe")).made();
        var pending = new LiveSituation(made.connection(), made.driver(), made.info(), XML, made.liveXml(), false, Set.of(), false, true, made.freeBytes(), Pace.EXPERIENCE);
        LivePlan plan = LivePlanner.now(pending, List.of(new Assignment("disk.vda.cache", "unsafe")));
        assertEquals(LivePlan.Way.STORE, plan.way());
        assertTrue(plan.applicable());
        assertEquals(Optional.empty(), plan.pause());
        assertTrue(LivePlanner.now(made, List.of(new Assignment("disk.vda.cache", "unsafe"))).nothingToChange());
    }

    /// A name for people and the start with the host need no guest.
    @ParameterizedTest
    @CsvSource({"title=web, ''", "autostart=on, ''", "title=web autostart=on, ''", "title=web vcpus=2, change.live.block.not-running"})
    void whatCountsAtOnceNeedsNoGuest(String wanted, String answer) throws FailedException {
        List<Assignment> all = Stream.of(wanted.split(" ")).map(one -> new Assignment(one.split("=")[0], one.split("=")[1])).toList();
        LivePlan plan = LivePlanner.now(off().made(), all);
        assertEquals(answer.isEmpty() ? List.of() : List.of(answer), blockers(plan));
        if (answer.isEmpty()) assertEquals(LivePlan.Way.STORE, plan.way());
        assertFalse(plan.nothingToChange());
    }

    /// Locally this program flushes them itself while the guest is saved.
    @Test
    void imagesOfAnotherHostThatLeaveUnsafeAreFlushedByHand() throws FailedException {
        List<Assignment> safe = List.of(new Assignment("disk.vda.cache", "none"));
        assertTrue(LivePlanner.now(running(cache("unsafe")).elsewhere().made(), safe).consequences().contains(Message.of("change.live.flush-there")));
        assertFalse(LivePlanner.now(running(cache("unsafe")).made(), safe).consequences().contains(Message.of("change.live.flush-there")));
        assertFalse(LivePlanner.now(running(cache("writeback")).elsewhere().made(), safe).consequences().contains(Message.of("change.live.flush-there")));
    }

    @Test
    void aMeasuredPaceCountsMoreThanExperience() {
        assertEquals(10.5, Pace.measured(512 * 1024, 5.5).pause(1024 * 1024).seconds(), 1e-9);
        assertTrue(Pace.measured(512 * 1024, 5.5).pause(1).measured());
    }

    /// virt-install and virt-manager take a saved machine for one that is off.
    @Test
    void thatAnInstallerWaitsForTheMachineIsTold() throws FailedException {
        String stored = XML.replace("</type></os>", "</type><boot dev='hd'/></os>");
        String live = stored.replace("<boot dev='hd'/>", "<boot dev='cdrom'/><boot dev='hd'/>").replace("<on_reboot>restart", "<on_reboot>destroy");
        assertTrue(thisRun(running(stored, live)).consequences().contains(Message.of("change.live.installing")));
        assertTrue(plan(running(stored, live)).consequences().contains(Message.of("change.live.installing")));
        String kernel = stored.replace("<boot dev='hd'/>", "<kernel>/k</kernel>").replace("<on_reboot>restart", "<on_reboot>destroy");
        assertTrue(plan(running(stored, kernel)).consequences().contains(Message.of("change.live.installing")));
        String once = stored.replace("<on_reboot>restart", "<on_reboot>destroy");
        assertFalse(plan(running(stored, once)).consequences().contains(Message.of("change.live.installing")), "a run of this program's own");
        assertFalse(plan(running(live, live)).consequences().contains(Message.of("change.live.installing")), "its owner wants it so");
    }

    private static LivePlan plan(Made situation) throws FailedException {
        return LivePlanner.now(situation.made(), List.of(new Assignment("disk.vda.cache", "unsafe")));
    }

    private static LivePlan thisRun(Made situation) throws FailedException {
        return LivePlanner.thisRun(situation.made(), List.of(new Assignment("disk.vda.cache", "unsafe")));
    }

    private static List<String> blockers(LivePlan plan) {
        return plan.blockers().stream().map(blocker -> blocker.reason().key()).toList();
    }

    private static String cache(String mode) {
        return XML.replace("cache='none' io='native'", "cache='" + mode + "'");
    }

    private static Made running(String xml) {
        return new Made(xml, Optional.of(xml), DomainState.RUNNING);
    }

    private static Made running(String stored, String live) {
        return new Made(stored, Optional.of(live), DomainState.RUNNING);
    }

    private static Made off() {
        return new Made(XML, Optional.empty(), DomainState.SHUT_OFF);
    }

    /// A situation in the making.
    private static final class Made {
        private final String stored;
        private final Optional<String> live;
        private DomainState state;
        private boolean saved;
        private boolean persistent = true;
        private boolean readOnly;
        private boolean underWay;
        private boolean deaf;
        private boolean local = true;
        private String driver = "QEMU";
        private Fact<Long> free = Fact.known(Long.MAX_VALUE, "/");
        private Set<String> gone = Set.of();

        Made(String stored, Optional<String> live, DomainState state) {
            this.stored = stored;
            this.live = live;
            this.state = state;
        }

        Made state(DomainState other) {
            state = other;
            return this;
        }

        Made saved() {
            saved = true;
            return this;
        }

        Made passing() {
            persistent = false;
            return this;
        }

        Made readOnly() {
            readOnly = true;
            return this;
        }

        Made underWay() {
            underWay = true;
            return this;
        }

        Made deaf(boolean yes) {
            deaf = yes;
            return this;
        }

        Made gone(String path) {
            gone = Set.of(path);
            return this;
        }

        Made elsewhere() {
            local = false;
            return this;
        }

        Made driver(String other) {
            driver = other;
            return this;
        }

        Made free(Fact<Long> bytes) {
            free = bytes;
            return this;
        }

        LiveSituation made() {
            return new LiveSituation("qemu:///system", driver, new DomainInfo(UUID, "guest", state, 0, persistent, saved, false), stored, live, Optional.empty(), readOnly,
                    deaf ? Set.of("vda") : Set.of(), underWay, local, free, Pace.EXPERIENCE, gone);
        }
    }
}
