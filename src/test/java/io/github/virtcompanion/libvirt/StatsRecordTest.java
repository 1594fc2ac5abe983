package io.github.virtcompanion.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        parameter("state.word", 7).putLong(at(), 0xdeadL);
        parameter("x".repeat(80), 4).putLong(at(), 7);
        assertEquals(Map.of("state.state", -3L, "vcpu.current", 4294967295L, "balloon.x", -5L, "cpu.time", 123_456_789_012L, "vcpu.0.halted", 1L, "x".repeat(80), 7L),
                decode(raw.array()).numbers());
    }

    @Test
    void nothingIsNothing() {
        assertEquals(Map.of(), decode(new byte[0]).numbers());
    }

    @Test
    void readsTheNamesOfDisks() {
        try (Memory name = new Memory(4)) {
            name.setString(0, "vda");
            parameter("block.0.name", 7).putLong(at(), Pointer.nativeValue(name));
            assertEquals(Map.of("block.0.name", "vda"), decode(raw.array()).texts());
        }
    }

    @Test
    void takesNoFieldForAnotherThatBeginsLikeIt() {
        StatsRecord.Fields fields = new StatsRecord.Fields();
        assertEquals("balloon.x", fields.at(0, field("balloon.x"), 0));
        assertEquals("balloon.xy", fields.at(0, field("balloon.xy"), 0));
        assertEquals("balloon.x", fields.at(0, field("balloon.x"), 0));
        assertEquals("y".repeat(80), fields.at(1, field("y".repeat(80)), 0));
        assertEquals("y".repeat(79), fields.at(1, field("y".repeat(79)), 0));
    }

    private static byte[] field(String name) {
        return Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 96);
    }

    private static StatsRecord decode(byte[] raw) {
        return StatsRecord.decode("", "", raw, new StatsRecord.Fields());
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
