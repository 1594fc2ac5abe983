package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Machine;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WaitingTest {
    private static final Machine.Pending CACHE = new Machine.Pending("disk.vda.cache", "none", "unsafe");
    private static final Machine.Pending TYPE = new Machine.Pending("type", "qemu", "kvm");

    private static Machine machine(DomainState state, List<Machine.Pending> pending, List<Machine.Pending> saved) {
        return new Machine("qemu:///system", new DomainInfo("uuid", "m", state, 0, true, !saved.isEmpty(), false), Fact.unknown("inventory.not-read-yet"), Optional.empty(), pending, saved);
    }

    @Test
    void whatTheGuestHasNotGotWaits() {
        assertEquals(List.of(new Assignment("disk.vda.cache", "unsafe")), Waiting.of(machine(DomainState.RUNNING, List.of(CACHE), List.of())));
        assertEquals(List.of(new Assignment("disk.vda.cache", "unsafe")), Waiting.of(machine(DomainState.SHUT_OFF, List.of(), List.of(CACHE))));
        assertEquals(Optional.empty(), Waiting.notNow(machine(DomainState.RUNNING, List.of(CACHE), List.of())));
        assertEquals(Optional.empty(), Waiting.notNow(machine(DomainState.SHUT_OFF, List.of(), List.of())));
    }

    /// virt-install's own definition for the first run.
    @Test
    void whatAnInstallationHasForItselfIsNotToBeApplied() {
        Machine.Pending kernel = new Machine.Pending("boot.kernel", "/var/lib/libvirt/boot/virtinst-vmlinuz", "default");
        Machine.Pending reboot = new Machine.Pending("on_reboot", "destroy", "restart");
        Machine installing = machine(DomainState.RUNNING, List.of(kernel, reboot), List.of());
        assertTrue(Waiting.ofInstaller(installing));
        assertEquals(List.of(), Waiting.of(installing));
        Machine changed = machine(DomainState.RUNNING, List.of(kernel, CACHE, reboot), List.of());
        assertFalse(Waiting.ofInstaller(changed));
        assertTrue(Waiting.installs(changed), "it is not to be ended");
        assertEquals(List.of(new Assignment("disk.vda.cache", "unsafe")), Waiting.of(changed));
        Machine ownRun = machine(DomainState.RUNNING, List.of(CACHE, reboot), List.of());
        assertFalse(Waiting.installs(ownRun));
        assertEquals(2, Waiting.of(ownRun).size(), "a run of its own goes back altogether");
        assertFalse(Waiting.ofInstaller(machine(DomainState.RUNNING, List.of(kernel), List.of())), "stored by somebody for later");
    }

    /// The same words as in the review.
    @Test
    void neitherARunningNorASavedGuestChangesItsType() {
        for (Machine machine : List.of(machine(DomainState.RUNNING, List.of(CACHE, TYPE), List.of()), machine(DomainState.SHUT_OFF, List.of(), List.of(TYPE))))
            assertEquals("change.live.block.type", Waiting.notNow(machine).orElseThrow().reason().key());
    }
}
