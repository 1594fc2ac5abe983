package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NoticesTest {
    private final Notices notices = new Notices();

    private static Failure failure(String key) {
        return new Failure(Message.of(key + ".what"), Message.of(key + ".next"), "");
    }

    @Test
    void aPageWhoseMachineIsGoneAlarmsNobody() {
        notices.unread(failure("libvirt.no-domain"));
        assertTrue(notices.trouble.get().isEmpty());
        notices.unread(failure("libvirt.busy"));
        assertEquals("libvirt.busy.what", notices.trouble.get().orElseThrow().failure().what().key());
    }

    @Test
    void whatTheUserAskedForIsAlwaysTold() {
        notices.failed(failure("libvirt.no-domain"));
        assertTrue(notices.trouble.get().isPresent());
    }
}
