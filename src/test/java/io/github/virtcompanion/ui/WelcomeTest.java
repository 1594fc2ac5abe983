package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// What the first start says of what was found.
class WelcomeTest {
    private final MachinesModel list = new MachinesModel(Locale.ENGLISH);
    private final Row.OfConnection host = list.connection(Samples.HOST, "host", false);

    private List<String> said(Status status) {
        host.host.set(Fact.unknown("host.elsewhere"));
        host.status.set(status);
        return Welcome.sentences(new Words(Locale.ENGLISH), list);
    }

    @Test
    void nothingIsSaidOfWhatWasNotSeen() {
        assertEquals(List.of(), said(new Status.Connecting()));
        assertEquals(List.of("No connection could be opened, so no machine was seen; its line in the list says why.", "Whether this host can do KVM is not known."),
                said(new Status.Failed(new Failure(Message.of("libvirt.lost.what"), Message.of("libvirt.lost.next"), ""))));
    }

    /// libvirt may take its time to say what it can do; that nothing is to be improved is not known before.
    @Test
    void nothingIsSaidBeforeTheHostHasBeenLookedAt() {
        host.status.set(new Status.Connected(false, Optional.empty()));
        assertEquals(List.of(), Welcome.sentences(new Words(Locale.ENGLISH), list));
        host.host.set(Fact.unknown("inventory.host.not-read-yet"));
        assertEquals(List.of(), Welcome.sentences(new Words(Locale.ENGLISH), list));
    }

    /// As the list above it counts them.
    @Test
    void whatStillRunsEmulatedIsEmulated() {
        list.put(Samples.running("alpha", Samples.definition("alpha", "kvm"), Samples.definition("alpha", "qemu")));
        assertEquals("One machine on one connection, emulated.", said(new Status.Connected(false, Optional.empty())).getFirst());
    }

    @Test
    void machinesAndAdviceAreCounted() {
        assertEquals("No machine on one connection.", said(new Status.Connected(false, Optional.empty())).getFirst());
        list.put(Samples.off("alpha", "qemu", CacheMode.NONE));
        list.put(Samples.off("delta", "kvm", CacheMode.NONE));
        assertEquals(List.of("2 machines on one connection, one of them emulated.", "Whether this host can do KVM is not known.", "There is nothing to improve."),
                said(new Status.Connected(false, Optional.empty())));
    }
}
