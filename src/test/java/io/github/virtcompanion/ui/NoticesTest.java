package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NoticesTest {
    private final Notices notices = new Notices();

    private static Failure failure(String key) {
        return new Failure(Message.of(key + ".what"), Message.of(key + ".next"), "");
    }

    @Test
    void aPageWhoseMachineOrConnectionIsGoneAlarmsNobody() {
        notices.unread(failure("libvirt.no-domain"));
        notices.unread(failure("libvirt.lost"));
        assertTrue(notices.trouble.get().isEmpty());
        notices.unread(failure("libvirt.busy"));
        assertEquals("libvirt.busy.what", notices.trouble.get().orElseThrow().failure().what().key());
    }

    @Test
    void workThatTookLongIsToldToWhoeverIsElsewhere() {
        Notices hasty = new Notices(-1);
        List<String> told = new ArrayList<>();
        hasty.onLongEnded(told::add);
        notices.onLongEnded(told::add);
        Runnable ended = hasty.begin("measuring");
        Runnable soon = notices.begin("starting");
        assertEquals(List.of("measuring"), hasty.underWay);
        ended.run();
        soon.run();
        assertEquals(List.of("measuring"), told);
        assertEquals(List.of(), hasty.underWay);
    }

    @Test
    void whatTheUserAskedForIsAlwaysTold() {
        notices.failed(failure("libvirt.no-domain"));
        assertTrue(notices.trouble.get().isPresent());
    }
}
