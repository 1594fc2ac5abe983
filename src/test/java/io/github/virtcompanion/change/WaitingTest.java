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

    /// The same words as in the review.
    @Test
    void neitherARunningNorASavedGuestChangesItsType() {
        for (Machine machine : List.of(machine(DomainState.RUNNING, List.of(CACHE, TYPE), List.of()), machine(DomainState.SHUT_OFF, List.of(), List.of(TYPE))))
            assertEquals("change.live.block.type", Waiting.notNow(machine).orElseThrow().reason().key());
    }
}
