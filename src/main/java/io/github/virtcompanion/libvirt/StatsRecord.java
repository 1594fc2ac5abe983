package io.github.virtcompanion.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.libvirt.jna.ConnectionPointer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// One domain's numbers out of virConnectGetAllDomainStats: `state.state`, `cpu.time`, … Of what is no whole number, only names are kept.
record StatsRecord(String uuid, String name, Map<String, Long> numbers, Map<String, String> texts) {
    // struct { virDomainPtr dom; virTypedParameterPtr params; int nparams; }
    private static final int RECORD = 20;
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
            Fields fields = new Fields();
            // Each look into C's memory is a call of its own: one for all records, one for each, one for what it holds.
            if (count > 0) for (long record : list.getLongArray(0, count)) records.add(read(new Pointer(record), name, fields));
            return records;
        } finally {
            if (list != null) libvirt.virDomainStatsRecordListFree(list);
        }
    }

    private static StatsRecord read(Pointer record, Function<Pointer, String> name, Fields fields) {
        ByteBuffer parts = ByteBuffer.wrap(record.getByteArray(0, RECORD)).order(ByteOrder.nativeOrder());
        Pointer domain = new Pointer(parts.getLong());
        Pointer parameters = new Pointer(parts.getLong());
        int count = parts.getInt();
        byte[] raw = count == 0 ? new byte[0] : parameters.getByteArray(0, count * PARAMETER);
        return decode(PerDomain.uuid(domain), name.apply(domain), raw, fields);
    }

    static StatsRecord decode(String uuid, String name, byte[] raw, Fields fields) {
        int count = raw.length / PARAMETER;
        Map<String, Long> numbers = HashMap.newHashMap(count);
        Map<String, String> texts = Map.of();
        ByteBuffer values = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            int start = i * PARAMETER;
            String field = fields.at(i, raw, start);
            switch (values.getInt(start + TYPE)) {
                case 1 -> numbers.put(field, (long) values.getInt(start + VALUE));
                case 2 -> numbers.put(field, Integer.toUnsignedLong(values.getInt(start + VALUE)));
                case 3, 4 -> numbers.put(field, values.getLong(start + VALUE));
                case 6 -> numbers.put(field, raw[start + VALUE] == 0 ? 0L : 1L);
                case STRING -> {
                    // Names of disks and network devices, block.0.name: libvirt's own memory, and freed with the list.
                    if (!field.endsWith(".name")) continue;
                    if (texts.isEmpty()) texts = new HashMap<>();
                    texts.put(field, new Pointer(values.getLong(start + VALUE)).getString(0, "UTF-8"));
                }
                default -> { /* double: nothing asks for them */ }
            }
        }
        return new StatsRecord(uuid, name, numbers, texts);
    }

    /// The fields of one domain after the other are mostly the same in the same order: each is made a string once.
    static final class Fields {
        private final List<String> last = new ArrayList<>();
        private final List<byte[]> written = new ArrayList<>();

        String at(int index, byte[] raw, int start) {
            if (index < last.size() && same(written.get(index), raw, start)) return last.get(index);
            int end = start;
            while (end < start + TYPE && raw[end] != 0) end++;
            String field = new String(raw, start, end - start, StandardCharsets.ISO_8859_1);
            byte[] bytes = Arrays.copyOfRange(raw, start, Math.min(end + 1, start + TYPE));
            // Each domain is read from its first field on, so this is at most the next one.
            if (index < last.size()) {
                last.set(index, field);
                written.set(index, bytes);
            } else {
                last.add(field);
                written.add(bytes);
            }
            return field;
        }

        /// With the zero at the end, so that no field passes for a longer one.
        private static boolean same(byte[] known, byte[] raw, int start) {
            return Arrays.equals(known, 0, known.length, raw, start, start + known.length);
        }
    }
}
