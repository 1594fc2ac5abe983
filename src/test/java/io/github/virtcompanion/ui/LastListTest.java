package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.CacheMode;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LastListTest {
    private static MachinesModel filled() {
        MachinesModel list = new MachinesModel(Locale.ENGLISH);
        list.connection(Samples.HOST, "my & own; host", false).status.set(new Status.Connected(false, Optional.empty()));
        list.put(Samples.off("alpha", "qemu", CacheMode.NONE));
        list.put(Samples.running("été", Samples.definition("été", "kvm"), Samples.definition("été", "kvm")));
        list.arrange();
        return list;
    }

    @Test
    void whatWasThereIsThereAgainAsALastMemory() {
        MachinesModel again = new MachinesModel(Locale.ENGLISH);
        LastList.show(LastList.write(filled()), again);
        assertEquals(List.of("alpha", "été"), again.shown().map(row -> row.now().label()).toList());
        assertTrue(again.all().allMatch(row -> row.remembered.get()));
        assertTrue(again.machine(Samples.HOST, "alpha-uuid").orElseThrow().emulated());
        assertEquals("my & own; host", again.allConnections().findFirst().orElseThrow().label());
    }

    @Test
    void aDemoAndDamageAreNotRemembered() {
        MachinesModel demo = new MachinesModel(Locale.ENGLISH);
        demo.connection("demo:///", "Demo", true).status.set(new Status.Connected(false, Optional.empty()));
        assertEquals("", LastList.write(demo));
        MachinesModel again = new MachinesModel(Locale.ENGLISH);
        LastList.show("x;a&b&c;%zz&q;a&b&1&2&3&NO_SUCH_STATE&5", again);
        assertEquals(0, again.all().count());
    }
}
