package io.github.virtcompanion.libvirt;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StatsRecordTest {
    private final ByteBuffer raw = ByteBuffer.allocate(96 * 8).order(ByteOrder.nativeOrder());
    private int count;

    @Test
    void decodesEachWholeNumberAsLibvirtLaysItOut() {
        parameter("state.state", 1).putInt(at(), -3);
        parameter("vcpu.current", 2).putInt(at(), -1);
        parameter("balloon.x", 3).putLong(at(), -5);
        parameter("cpu.time", 4).putLong(at(), 123_456_789_012L);
        parameter("cpu.share", 5).putDouble(at(), 0.5);
        parameter("vcpu.0.halted", 6).put(at(), (byte) 1);
        parameter("block.0.name", 7).putLong(at(), 0xdeadL);
        parameter("x".repeat(80), 4).putLong(at(), 7);
        assertEquals(Map.of("state.state", -3L, "vcpu.current", 4294967295L, "balloon.x", -5L, "cpu.time", 123_456_789_012L, "vcpu.0.halted", 1L, "x".repeat(80), 7L),
                StatsRecord.decode(raw.array()));
    }

    @Test
    void nothingIsNothing() {
        assertEquals(Map.of(), StatsRecord.decode(new byte[0]));
    }

    private ByteBuffer parameter(String field, int type) {
        byte[] name = field.getBytes(StandardCharsets.UTF_8);
        raw.put(96 * count, name).putInt(96 * count + 80, type);
        count++;
        return raw;
    }

    private int at() {
        return 96 * (count - 1) + 88;
    }
}
