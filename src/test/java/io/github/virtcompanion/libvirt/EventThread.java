package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.DomainEvent;
import io.github.virtcompanion.model.FailedException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertTrue;

/// libvirt's one event thread, seen from a test.
final class EventThread {
    private EventThread() {
    }

    /// Returns when the event that was being told is done with. An event holds its connection until libvirt's thread has come
    /// back from the listeners, which may be after a listener has let the test go on; when that thread tells the next event,
    /// it is done with the last.
    static void leaveLastEvent() throws FailedException, InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        try (LibvirtConnection another = Libvirt.connect("test:///default", false, Credentials.NONE)) {
            String uuid = another.domains().getFirst().uuid();
            another.onEvent(event -> {
                if (event.kind() == DomainEvent.Kind.SUSPENDED) told.countDown();
            });
            another.suspend(uuid);
            try {
                assertTrue(told.await(1, TimeUnit.MINUTES), "libvirt's event thread is stuck");
            } finally {
                // This driver is one and the same for the whole process.
                another.resume(uuid);
            }
        }
    }
}
