package io.github.virtcompanion.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.libvirt.jna.ConnectionPointer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// One domain's numbers out of virConnectGetAllDomainStats: `state.state`, `cpu.time`, … Of what is no whole number, only names are kept.
record StatsRecord(String uuid, String name, Map<String, Long> numbers, Map<String, String> texts) {
    // virTypedParameter: char field[80]; int type; 8-byte union, aligned to 88.
    private static final int PARAMETER = 96;
    private static final int TYPE = 80;
    private static final int VALUE = 88;
    private static final int STRING = 7;

    long number(String field, long otherwise) {
        return numbers.getOrDefault(field, otherwise);
    }

    /// Without names: each would be a call of its own.
    ///
    /// @return null where libvirt refused: the error is the thread's last one
    static List<StatsRecord> ofAll(NativeLibvirt libvirt, ConnectionPointer connection, int groups, int flags) {
        PointerByReference reference = new PointerByReference();
        int count = libvirt.virConnectGetAllDomainStats(connection, groups, reference, flags);
        return count < 0 ? null : readAndFree(libvirt, reference, count, _ -> "");
    }

    /// @return null where libvirt refused: the error is the thread's last one
    static List<StatsRecord> ofAllWithNames(NativeLibvirt libvirt, ConnectionPointer connection, int groups, int flags) {
        PointerByReference reference = new PointerByReference();
        int count = libvirt.virConnectGetAllDomainStats(connection, groups, reference, flags);
        return count < 0 ? null : readAndFree(libvirt, reference, count, libvirt::virDomainGetName);
    }

    /// @param domains null-terminated array of handles
    /// @return null where libvirt refused: the error is the thread's last one
    static List<StatsRecord> ofThese(NativeLibvirt libvirt, Pointer domains, int groups, int flags) {
        PointerByReference reference = new PointerByReference();
        int count = libvirt.virDomainListGetStats(domains, groups, reference, flags);
        return count < 0 ? null : readAndFree(libvirt, reference, count, _ -> "");
    }

    private static List<StatsRecord> readAndFree(NativeLibvirt libvirt, PointerByReference reference, int count, Function<Pointer, String> name) {
        Pointer list = reference.getValue();
        try {
            List<StatsRecord> records = new ArrayList<>(count);
            for (int i = 0; i < count; i++) records.add(read(libvirt, list.getPointer((long) Native.POINTER_SIZE * i), name));
            return records;
        } finally {
            if (list != null) libvirt.virDomainStatsRecordListFree(list);
        }
    }

    /// struct { virDomainPtr dom; virTypedParameterPtr params; int nparams; }
    private static StatsRecord read(NativeLibvirt libvirt, Pointer record, Function<Pointer, String> name) {
        Pointer domain = record.getPointer(0);
        int count = record.getInt(2L * Native.POINTER_SIZE);
        byte[] raw = count == 0 ? new byte[0] : record.getPointer(Native.POINTER_SIZE).getByteArray(0, count * PARAMETER);
        return new StatsRecord(Handles.uuid(libvirt, domain), name.apply(domain), decode(raw), names(raw));
    }

    /// Names of disks and network devices: `block.0.name`.
    private static Map<String, String> names(byte[] raw) {
        Map<String, String> names = Map.of();
        ByteBuffer values = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        for (int start = 0; start + PARAMETER <= raw.length; start += PARAMETER) {
            if (values.getInt(start + TYPE) != STRING) continue;
            String field = field(raw, start);
            // libvirt's own memory, and freed with the list.
            if (!field.endsWith(".name")) continue;
            if (names.isEmpty()) names = new HashMap<>();
            names.put(field, new Pointer(values.getLong(start + VALUE)).getString(0, "UTF-8"));
        }
        return names;
    }

    private static String field(byte[] raw, int start) {
        int end = start;
        while (end < start + TYPE && raw[end] != 0) end++;
        return new String(raw, start, end - start, StandardCharsets.ISO_8859_1);
    }

    static Map<String, Long> decode(byte[] raw) {
        Map<String, Long> numbers = new HashMap<>();
        ByteBuffer values = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        for (int start = 0; start + PARAMETER <= raw.length; start += PARAMETER) {
            String field = field(raw, start);
            switch (values.getInt(start + TYPE)) {
                case 1 -> numbers.put(field, (long) values.getInt(start + VALUE));
                case 2 -> numbers.put(field, Integer.toUnsignedLong(values.getInt(start + VALUE)));
                case 3, 4 -> numbers.put(field, values.getLong(start + VALUE));
                case 6 -> numbers.put(field, raw[start + VALUE] == 0 ? 0L : 1L);
                default -> { /* double and char*: nothing asks for them */ }
            }
        }
        return numbers;
    }
}
