package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Attention;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The program's main job on a real libvirtd and QEMU: what the story's author could not find.
class ChangeIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final String UUID = "5d0c5f5e-0000-4000-8000-000000000002";

    @TempDir
    private Path directory;
    private Inventory inventory;
    private Connection connection;
    private Changes changes;

    @BeforeEach
    void open() {
        SystemFiles files = SystemFiles.realHost();
        inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly),
                new HostFiles(files, new Commands(files)), false);
        inventory.start();
        inventory.judged().join();
        connection = inventory.connections().getFirst();
        changes = new Changes(new History(new PrivateFiles(directory)), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        inventory.close();
    }

    @Test
    void otherClientsAreFollowedByEvents() {
        define("seen", "qemu", "", real.guest("waiting.bin"));
        RealLibvirtd.await("define", () -> connection.machine(UUID).filter(machine -> machine.name().equals("seen")).isPresent());
        real.virsh("domrename", "seen", "renamed");
        RealLibvirtd.await("rename", () -> connection.machine(UUID).filter(machine -> machine.name().equals("renamed")).isPresent());
        real.virsh("start", "renamed");
        RealLibvirtd.await("start", () -> connection.machine(UUID).filter(machine -> machine.info().state() == DomainState.RUNNING).isPresent());
        RealLibvirtd.await("CPU samples", () -> !connection.usage(UUID).isEmpty());
        real.virsh("destroy", "renamed");
        RealLibvirtd.await("destroy", () -> connection.machine(UUID).filter(machine -> machine.info().state() == DomainState.SHUT_OFF).isPresent());
        assertTrue(connection.usage(UUID).isEmpty(), "no CPU is used by what is off");
        real.virsh("undefine", "renamed");
        RealLibvirtd.await("undefine", () -> connection.machine(UUID).isEmpty());
    }

    /// Of calls that change one thing of what is stored, libvirt tells nobody by itself.
    @ParameterizedTest
    @CsvSource({"disk.hda.cache, unsafe", "autostart, on"})
    void anotherCopyOfThisProgramIsFollowedAtOnce(String setting, String value) throws FailedException {
        define("seen", "qemu", "", real.guest("waiting.bin"));
        SystemFiles files = SystemFiles.realHost();
        try (Inventory other = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly), new HostFiles(files, new Commands(files)), false)) {
            other.start();
            other.loaded().join();
            Connection watching = other.connections().getFirst();
            watching.attend(new Attention(Set.of(), Optional.empty(), Optional.empty(), false));
            RealLibvirtd.await("the first look", () -> watching.machine(UUID).flatMap(machine -> machine.stored().toOptional()).isPresent());
            RealLibvirtd.await("define", () -> connection.machine(UUID).isPresent());
            String before = real.virsh("dumpxml", "--inactive", "seen");
            Outcome outcome = changes.apply(connection, changes.plan(connection, UUID, List.of(new Assignment(setting, value))));
            assertTrue(outcome.stored(), outcome::toString);
            RealLibvirtd.await("the change", () -> watching.machine(UUID).filter(machine -> setting.equals("autostart") ? machine.info().autostart()
                    : machine.stored().toOptional().orElseThrow().disk("hda").orElseThrow().effectiveCache() == CacheMode.UNSAFE).isPresent());
            assertEquals(before, real.virsh("dumpxml", "--inactive", "seen").replace(" cache='unsafe'", " cache='writethrough'"), "nothing else is changed");
        }
    }

    @Test
    void aRestartedDaemonIsFoundAgain() {
        define("stays", "qemu", "", real.guest("waiting.bin"));
        RealLibvirtd.await("define", () -> connection.machine(UUID).isPresent());
        real.stopDaemon();
        RealLibvirtd.await("the loss to be seen", () -> !connection.status().connected());
        assertTrue(connection.machine(UUID).isPresent(), "what was seen last stays listed");
        real.startDaemon();
        RealLibvirtd.await("the connection to come back", () -> connection.status().connected());
        real.virsh("undefine", "stays");
        RealLibvirtd.await("events to flow again", () -> connection.machine(UUID).isEmpty());
    }

    /// The daemon ends right before a call, or right after it: what is said is what is stored.
    @ParameterizedTest
    @CsvSource({"false, true", "true, true", "false, false", "true, false"})
    void whatCameOfAChangeWhoseAnswerWasLostIsFoundOut(boolean done, boolean comesBack) throws Exception {
        define("cut", "qemu", "", real.guest("waiting.bin"));
        AtomicBoolean armed = new AtomicBoolean();
        EndingDaemon ending = new EndingDaemon(real, "redefine", done, comesBack);
        SystemFiles files = SystemFiles.realHost();
        try (Inventory other = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> ending.around(Libvirt.open(spec.uri(), readOnly), armed), new HostFiles(files, new Commands(files)), false)) {
            other.start();
            other.loaded().join();
            Connection breaking = other.connections().getFirst();
            Plan plan = changes.plan(breaking, UUID, List.of(new Assignment("on_crash", "preserve"), new Assignment("disk.hda.cache", "unsafe")));
            armed.set(true);
            Outcome outcome = changes.apply(breaking, plan);
            assertEquals(!comesBack ? Outcome.Kind.UNFINISHED : done ? Outcome.Kind.STORED : Outcome.Kind.REFUSED, outcome.kind(), outcome.toString());
            assertEquals(comesBack && done, outcome.entry().isPresent(), "it is to be taken back with what was changed together");
            if (!comesBack) real.startDaemon();
            assertEquals(done, real.virsh("dumpxml", "--inactive", "cut").contains("<on_crash>preserve</on_crash>"));
        }
    }

    @Test
    void anEmulatedMachineIsSwitchedAndRunsUnderKvm() throws Exception {
        Assumptions.assumeTrue(real.kvm(), "this host offers no KVM");
        define("guest", "qemu", "", real.guest("signature.bin"));
        RealLibvirtd.await("advice", () -> connection.findings(UUID).stream().anyMatch(finding -> finding.id().equals("emulated-although-kvm-usable")));
        start("guest");
        RealLibvirtd.await("the guest to print", () -> real.printed("guest").contains("TCGTCGTCGTCG"));
        RealLibvirtd.await("the guest to power off", this::off);

        Plan plan = changes.planSwitch(connection, UUID, "kvm", Optional.empty());
        assertEquals(List.of(), plan.blockers());
        assertEquals(Outcome.Kind.STORED, changes.apply(connection, plan).kind());
        start("guest");
        RealLibvirtd.await("the guest to print", () -> real.printed("guest").contains("KVMKVMKVM"));
        RealLibvirtd.await("the guest to power off", this::off);
        assertEquals(List.of(), connection.findings(UUID).stream().map(Finding::id).filter(id -> id.startsWith("emulated") || id.startsWith("bare")).toList());

        HistoryEntry entry = changes.undoable(connection, UUID, "guest");
        assertEquals(Outcome.Kind.STORED, changes.applyUndo(connection, changes.planUndo(connection, UUID, entry), entry).kind());
        assertTrue(real.virsh("dumpxml", "guest").contains("<domain type='qemu'"));
    }

    /// A model of the other maker's: libvirt refuses to start it with error 91, on every host.
    @Test
    void aSwitchThatDoesNotStartOffersAnotherCpuAndTheWayBack() throws Exception {
        Assumptions.assumeTrue(real.kvm(), "this host offers no KVM");
        define("guest", "qemu", "", real.guest("waiting.bin"));
        String before = real.virsh("dumpxml", "--inactive", "guest");
        String foreign = real.virsh("capabilities").contains("<vendor>AMD</vendor>") ? "Icelake-Server" : "EPYC-Milan";
        assertEquals(Outcome.Kind.STORED, changes.apply(connection, changes.planSwitch(connection, UUID, "kvm", Optional.of(foreign))).kind());
        StartWatch watch = new StartWatch(changes, SystemFiles.realHost(), Clock.systemUTC(), "/root");
        StartWatch.Trouble trouble = watch.start(connection, UUID).trouble().orElseThrow();
        assertEquals("change.trouble.start", trouble.failure().what().key());
        assertFalse(trouble.failure().details().isBlank());

        Plan second = watch.secondTry(trouble);
        assertFalse(second.after().contains(foreign), second.after());
        assertEquals(Outcome.Kind.STORED, changes.apply(connection, second).kind());
        assertEquals(Optional.empty(), watch.start(connection, UUID).trouble());
        RealLibvirtd.await("the start to be seen", () -> connection.machine(UUID).filter(machine -> machine.info().state() == DomainState.RUNNING).isPresent());
        real.virsh("destroy", "guest");

        HistoryEntry undone = changes.undoable(connection, UUID, "guest");
        changes.applyUndo(connection, changes.planUndo(connection, UUID, undone), undone);
        changes.applyUndo(connection, changes.planUndo(connection, UUID, trouble.entry()), trouble.entry());
        assertEquals(before, real.virsh("dumpxml", "--inactive", "guest"), "byte for byte");
    }

    @Test
    void whatStartsUnderKvmIsTriedWithAnEmptyMachineThatLeavesNothingBehind() throws Exception {
        Assumptions.assumeTrue(real.kvm(), "this host offers no KVM");
        List<CpuTrial> trials = changes.tryKvm(connection);
        assertTrue(trials.stream().anyMatch(CpuTrial::starts), trials.toString());
        trials.stream().filter(trial -> !trial.starts()).forEach(trial -> assertFalse(trial.because().isBlank(), trial.toString()));
        assertEquals("", real.virsh("list", "--all", "--name").strip());
    }

    @Test
    void aSavedMachineIsNotSwitched() throws Exception {
        define("guest", "qemu", "", real.guest("waiting.bin"));
        start("guest");
        real.virsh("managedsave", "guest");
        Plan plan = changes.planSwitch(connection, UUID, "kvm", Optional.of("keep"));
        assertTrue(plan.blockers().stream().anyMatch(blocker -> blocker.reason().key().equals("change.block.managed-save")), plan.blockers().toString());
        assertEquals(Outcome.Kind.REFUSED, changes.apply(connection, plan).kind());
        assertTrue(real.virsh("dumpxml", "--inactive", "guest").contains("<domain type='qemu'"));
        RealLibvirtd.await("saved to be seen", () -> connection.machine(UUID).map(Machine::info).filter(info -> info.shownState() == DomainState.SAVED).isPresent());
    }

    @Test
    void aSnapshotOfTheOldTypeIsWarnedOf() throws Exception {
        Path disk = real.image("guest.raw", real.guest("waiting.bin"));
        Path qcow2 = disk.resolveSibling("guest.qcow2");
        assertEquals(0, RealLibvirtd.command("qemu-img", "create", "-q", "-f", "qcow2", qcow2.toString(), "1M").code());
        defineXml(real.definition("guest", UUID, "qemu", "", qcow2).replace("type='raw'", "type='qcow2'"));
        real.virsh("snapshot-create-as", "guest", "before");
        Plan plan = changes.planSwitch(connection, UUID, "kvm", Optional.of("keep"));
        assertTrue(plan.consequences().stream().anyMatch(message -> message.key().equals("change.note.snapshots")), plan.consequences().toString());
    }

    /// As after a move from another distribution: libvirt lists such a machine and refuses every edit of it.
    @Test
    void aMissingEmulatorAndARemovedMachineTypeAreReplacedWithTheSwitch() throws Exception {
        define("guest", "qemu", "", real.guest("waiting.bin"));
        String stored = real.virsh("dumpxml", "--inactive", "guest");
        String machine = stored.replaceAll("(?s).*machine='([^']*)'.*", "$1");
        String emulator = stored.replaceAll("(?s).*<emulator>(.*?)</emulator>.*", "$1");
        real.virsh("undefine", "guest");
        // What libvirt reads from its own files it does not check. QEMU dropped pc-1.0 in 6.0.
        Path file = Path.of("/etc/libvirt/qemu/guest.xml");
        real.stopDaemon();
        java.nio.file.Files.writeString(file, stored.replace(machine, "pc-1.0").replace(emulator, "/usr/libexec/qemu-kvm-old"));
        real.startDaemon();
        RealLibvirtd.await("the connection to come back", () -> connection.status().connected() && connection.machine(UUID).isPresent());
        Plan plan = changes.planSwitch(connection, UUID, "qemu", Optional.of("keep"));
        assertEquals(List.of("options.note.emulator-replaced", "options.note.machine-replaced"),
                plan.consequences().stream().map(message -> message.key()).filter(key -> key.endsWith("-replaced")).toList());
        assertEquals(Outcome.Kind.STORED, changes.apply(connection, plan).kind());
        start("guest");
    }

    @Test
    void unsafeReachesQemuAtTheNextStartOnly() throws Exception {
        define("guest", "qemu", "", real.guest("waiting.bin"));
        start("guest");
        RealLibvirtd.await("the start to be seen", () -> connection.machine(UUID).filter(Machine::active).isPresent());
        Plan plan = changes.plan(connection, UUID, List.of(new Assignment("disk.hda.cache", "unsafe")));
        assertTrue(plan.needsConsent());
        assertEquals(Outcome.Kind.PENDING, changes.apply(connection, plan).kind());
        assertTrue(qemuOptions("guest").contains("\"no-flush\":false"));
        RealLibvirtd.await("pending", () -> connection.machine(UUID).orElseThrow().pending().equals(List.of(new Machine.Pending("disk.hda.cache", "writethrough", "unsafe"))));
        real.virsh("destroy", "guest");
        start("guest");
        assertTrue(qemuOptions("guest").contains("\"no-flush\":true"), qemuOptions("guest"));
        RealLibvirtd.await("nothing pending", () -> connection.machine(UUID).orElseThrow().pending().isEmpty());
    }

    private static String qemuOptions(String name) {
        return ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains("guest=" + name + ",")).findFirst().orElse("no such process");
    }

    private boolean off() {
        return connection.machine(UUID).filter(machine -> machine.info().state() == DomainState.SHUT_OFF).isPresent();
    }

    private void start(String name) {
        real.virsh("start", name);
    }

    private void define(String name, String type, String cpu, byte[] guest) {
        defineXml(real.definition(name, UUID, type, cpu, real.image(name + ".img", guest)));
    }

    private void defineXml(String xml) {
        Path file = real.image("definition.xml", xml.getBytes());
        real.virsh("define", file.toString());
    }
}
