package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Machine;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

class DisksModelTest {
    @Test
    void aRunningMachineShowsNowAndNext() {
        Machine machine = Samples.running("m", Samples.definition("m", "kvm", Samples.disk("vda", CacheMode.UNSAFE), Samples.disk("vdb", CacheMode.NONE)),
                Samples.definition("m", "kvm", Samples.disk("vda", CacheMode.WRITEBACK), Samples.disk("vdb", CacheMode.NONE)),
                new Machine.Pending("disk.vda.cache", "writeback", "unsafe"));
        var lines = new DisksModel(machine).lines();
        assertEquals(CacheMode.WRITEBACK, lines.getFirst().disk().cache());
        assertEquals(CacheMode.UNSAFE, lines.getFirst().stored());
        assertEquals(Optional.of("unsafe"), lines.getFirst().next());
        assertEquals(Optional.empty(), lines.getLast().next());
    }

    @Test
    void aMachineThatIsOffShowsWhatIsStored() {
        var line = new DisksModel(Samples.off("m", "kvm", CacheMode.DIRECTSYNC)).lines().getFirst();
        assertEquals(CacheMode.DIRECTSYNC, line.stored());
        assertEquals(CacheMode.DIRECTSYNC, line.disk().cache());
    }
}
