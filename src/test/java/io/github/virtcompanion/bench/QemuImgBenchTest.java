package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class QemuImgBenchTest {
    @Test
    void commandsAreQemusOwn() {
        assertEquals("qemu-img create -q -f qcow2 /x/image 256M", String.join(" ", QemuImgBench.create(ImageKind.of("qcow2"), "/x/image")));
        assertEquals("qemu-img bench -f raw -t directsync -w -d 8 -s 4096 --pattern=170 -c 99 --flush-interval=16 /x/image",
                String.join(" ", QemuImgBench.bench(CacheMode.DIRECTSYNC, Workload.INSTALLER, "raw", 99, "/x/image")));
        List<String> never = QemuImgBench.bench(CacheMode.NONE, Workload.NEVER, "raw", 9, "/x/image");
        assertTrue(never.stream().noneMatch(word -> word.startsWith("--flush")), never.toString());
    }

    @Test
    void theTimeIsRead() {
        assertEquals(new QemuImgBench.Seconds(2.454), QemuImgBench.parse(0, """
                Sending 64 write requests, 4096 bytes each, 1 in parallel (starting at offset 0, step size 4096)
                Sending flush every 16 requests
                Run completed in 2.454 seconds.
                """, ""));
    }

    @Test
    void aFileSystemWithoutDirectIoIsToldFromAFailure() {
        assertEquals(new QemuImgBench.NoDirectIo(), QemuImgBench.parse(1, "",
                "qemu-img: Could not open 'r/a': Could not open 'r/a': filesystem does not support O_DIRECT\n"));
        assertEquals(new QemuImgBench.Failed("qemu-img: Failed request: No space left on device"),
                QemuImgBench.parse(1, "Sending 2000 write requests\n", "\nqemu-img: Failed request: No space left on device\nmore\n"));
        assertEquals(new QemuImgBench.Failed("qemu-img ended with code 137"), QemuImgBench.parse(137, "", ""));
        assertEquals(new QemuImgBench.Failed("qemu-img did not tell how long it took"), QemuImgBench.parse(0, "Sending", ""));
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void qemuImgAcceptsEveryWorkload(Workload workload) {
        assertTrue(workload.flushInterval() == 0 || workload.flushInterval() >= workload.depth());
        assertTrue(QemuImgBench.firstTry(CacheMode.NONE, workload) >= 2 * workload.flushInterval());
    }
}
