package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.system.DiskFlush;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A machine as virt-install and virt-manager leave it while they install: started from a kernel that they have removed, ending at the first
/// reboot, stored without either.
class InstallerIT extends OnALiveGuest {
    /// createVolume, managedSave, defineManagedSave, createVolume, start, deleteVolume.
    private static final int STEPS = 6;

    private Path kernel;
    private Path initrd;

    /// A kernel that does what a boot sector does (Documentation/arch/x86/boot.rst: its second part is entered at 0x200, with its segment in DS).
    private static byte[] booting(byte[] sector) {
        byte[] kernel = Arrays.copyOf(StandIns.kernel(), 4096);
        kernel[0x1f1] = 2;
        int[] code = {0x0e, 0x1f, 0xbe, 0x00, 0x02, // push cs; pop ds; mov $0x200, %si
                0x31, 0xc0, 0x8e, 0xc0, 0xbf, 0x00, 0x7c, // xor %ax, %ax; mov %ax, %es; mov $0x7c00, %di
                0xb9, 0x00, 0x01, 0xfc, 0xf3, 0xa5, // mov $256, %cx; cld; rep movsw
                0xb2, 0x80, 0xea, 0x00, 0x7c, 0x00, 0x00}; // mov $0x80, %dl; ljmp $0, $0x7c00
        for (int i = 0; i < code.length; i++) kernel[0x268 + i] = (byte) code[i];
        System.arraycopy(sector, 0, kernel, 0x400, sector.length);
        return kernel;
    }

    private void install(String prefix) {
        byte[] sector = real.guest("counting.bin");
        kernel = real.image(prefix + "vmlinuz", booting(sector));
        initrd = real.image(prefix + "initrd.gz", new byte[8192]);
        String after = real.definition(GUEST.name(), UUID, "qemu", "", real.image("installing.img", Arrays.copyOf(sector, DISK_SIZE))).replace("writethrough", "writeback");
        String boot = "<kernel>" + kernel + "</kernel><initrd>" + initrd + "</initrd><cmdline>quiet</cmdline></os><on_reboot>destroy</on_reboot>";
        real.virsh("create", real.image("first.xml", after.replace("</os>", boot).getBytes()).toString());
        real.virsh("define", real.image("after.xml", after.getBytes()).toString());
    }

    private void removeKernel() throws Exception {
        Files.delete(kernel);
        Files.delete(initrd);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itGoesOnWithoutTheKernelThatWasRemoved(boolean pool) throws Exception {
        install("virtinst-");
        CountingGuest.Counted before = GUEST.counted();
        removeKernel();
        if (pool) real.virsh("pool-create-as", "images", "dir", "--target", kernel.getParent().toString());
        String stored = real.virsh("dumpxml", "--inactive", GUEST.name());
        LivePlan plan = changes.planThisRun(connection, UUID, UNSAFE);
        assertEquals(List.of(), plan.blockers());
        assertEquals(List.of(kernel.toString(), initrd.toString()), plan.standIns());
        assertTrue(plan.consequences().stream().anyMatch(told -> told.key().equals("change.live.stand-in")), plan.consequences().toString());
        Outcome outcome = changes.apply(connection, plan, LiveProgress.NONE);
        assertEquals(Outcome.Kind.THIS_RUN, outcome.kind(), outcome.toString());
        GUEST.assertGoesOnFrom(before);
        String live = real.virsh("dumpxml", GUEST.name());
        assertTrue(live.contains("cache='unsafe'") && live.contains("<kernel>" + kernel), live);
        assertEquals(stored, real.virsh("dumpxml", "--inactive", GUEST.name()), "byte for byte");
        assertNothingLeft(pool ? "images" : "");
        if (pool) real.virsh("pool-destroy", "images");
        assertEndsAtTheRebootAndStartsWhatIsStored(DiskFlush.How.FILES, "writeback");
    }

    private void assertEndsAtTheRebootAndStartsWhatIsStored(DiskFlush.How flushed, String cache) throws Exception {
        RealLibvirtd.await("the start to be seen", () -> connection.machine(UUID).filter(Machine::active).isPresent());
        real.virsh("send-key", GUEST.name(), "KEY_R");
        RealLibvirtd.await("power-off", () -> real.virsh("domstate", GUEST.name()).strip().equals("shut off"));
        RealLibvirtd.await("the reason", () -> connection.endedByReset(UUID));
        RunWatch watch = new RunWatch(changes, flush);
        RunWatch.Ended ended = watch.look(connection).getFirst();
        assertTrue(ended.reboot());
        assertEquals(flushed, ended.flushed().toOptional().orElseThrow(), "what was never unsafe need not be flushed, on another host either");
        watch.startAgain(ended);
        String live = real.virsh("dumpxml", GUEST.name());
        assertTrue(live.contains("cache='" + cache + "'") && !live.contains("<kernel>"), live);
    }

    /// Nobody has taken it for powered off, or somebody has: the end of the installation is seen to.
    @Test
    void itsEndIsWatchedWhenItIsChangedForGood() throws Exception {
        install("virtinst-");
        CountingGuest.Counted before = GUEST.counted();
        removeKernel();
        Outcome outcome = changes.apply(connection, changes.plan(connection, UUID, List.of(new Assignment("disk.hda.cache", "none"))), LiveProgress.NONE);
        assertEquals(Outcome.Kind.NOW, outcome.kind(), outcome.toString());
        GUEST.assertGoesOnFrom(before);
        assertNothingLeft("");
        assertEndsAtTheRebootAndStartsWhatIsStored(DiskFlush.How.NOT_NEEDED, "none");
    }

    /// Nobody knows whether it was one of Linux, or only this run's.
    @Test
    void anothersKernelIsNotStoodInFor() throws Exception {
        install("my-");
        CountingGuest.Counted before = GUEST.counted();
        removeKernel();
        LivePlan plan = changes.planThisRun(connection, UUID, UNSAFE);
        assertEquals(List.of("change.live.block.gone"), plan.blockers().stream().map(blocker -> blocker.reason().key()).toList());
        GUEST.assertGoesOnFrom(before);
    }

    static Stream<Arguments> everyStepKilled() {
        return Stream.of(FailingHypervisor.Fault.KILLED_BEFORE, FailingHypervisor.Fault.KILLED_AFTER)
                .flatMap(fault -> IntStream.rangeClosed(1, STEPS).boxed().flatMap(call -> Stream.of(true, false).map(finish -> Arguments.of(fault, call, finish))));
    }

    @ParameterizedTest
    @MethodSource("everyStepKilled")
    void killedBetweenAnyTwoStepsItGoesOnAndNothingIsLeft(FailingHypervisor.Fault fault, int call, boolean finish) throws Exception {
        install("virtinst-");
        CountingGuest.Counted before = GUEST.counted();
        Files.delete(kernel);
        var failing = new FailingHypervisor(call, fault);
        LiveChanges killed = changes(asking -> failing.around(Libvirt.open(asking.uri(), false)));
        LivePlan plan = killed.planThisRun(connection, UUID, UNSAFE);
        assertThrows(FailingHypervisor.Killed.class, () -> killed.apply(connection, plan, LiveProgress.NONE));
        for (Unfinished unfinished : changes.unfinished(connection)) {
            Outcome outcome = finish ? changes.finish(unfinished, LiveProgress.NONE) : changes.takeBack(unfinished, LiveProgress.NONE);
            assertTrue(outcome.done(), outcome.toString());
        }
        GUEST.assertGoesOnFrom(before);
        assertNothingLeft("");
        assertEquals(List.of(), changes.unfinished(connection));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aStepThatIsRefusedIsTakenBack(int call) throws Exception {
        install("virtinst-");
        CountingGuest.Counted before = GUEST.counted();
        Files.delete(kernel);
        var failing = new FailingHypervisor(call, FailingHypervisor.Fault.REFUSED);
        LiveChanges broken = changes(asking -> failing.around(Libvirt.open(asking.uri(), false)));
        Outcome outcome = broken.apply(connection, broken.planThisRun(connection, UUID, UNSAFE), LiveProgress.NONE);
        assertEquals(Outcome.Kind.REFUSED, outcome.kind(), outcome.toString());
        GUEST.assertGoesOnFrom(before);
        assertTrue(real.virsh("dumpxml", GUEST.name()).contains("cache='writeback'"));
        assertNothingLeft("");
        assertEquals(call > 2 ? 1 : 0, new RunWatch(changes, flush).going(connection).size(), "it was off for a moment");
    }

    @Test
    void aFileThatIsThereIsNeitherReplacedNorDeleted() throws Exception {
        byte[] theirs = {1, 2, 3};
        Path file = real.image("virtinst-theirs", theirs);
        try (Hypervisor hypervisor = Libvirt.open(real.uri(), false)) {
            assertFalse(hypervisor.createVolume(file.toString(), StandIns.kernel()));
            StandIns.remove(hypervisor, List.of(file.toString(), file + "-that-never-was"));
        }
        assertTrue(Arrays.equals(theirs, Files.readAllBytes(file)));
    }

    private void assertNothingLeft(String pools) {
        assertFalse(Files.exists(kernel), "the stand-in goes when the guest goes on");
        assertEquals(pools, real.virsh("pool-list", "--all", "--name").strip(), "the passing pool too");
    }
}
