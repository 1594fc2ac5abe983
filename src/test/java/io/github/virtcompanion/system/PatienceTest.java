package io.github.virtcompanion.system;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PatienceTest {
    @Test
    void whatHangsIsLeftAloneUntilItEnds() throws InterruptedException {
        Patience patience = new Patience(Duration.ofMillis(100));
        CountDownLatch dead = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger tried = new AtomicInteger();
        assertFalse(patience.of("/net", () -> {
            tried.incrementAndGet();
            try {
                dead.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            over.countDown();
        }));
        assertFalse(patience.of("/net", tried::incrementAndGet), "not asked again");
        assertTrue(new Patience(Duration.ofSeconds(30)).of("/srv", tried::incrementAndGet), "another mount is not held up");
        assertEquals(2, tried.get());
        dead.countDown();
        over.await();
    }
}
