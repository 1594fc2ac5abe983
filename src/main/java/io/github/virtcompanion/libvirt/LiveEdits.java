package io.github.virtcompanion.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.LiveCall;
import org.libvirt.jna.DomainPointer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What libvirt changes in a running machine, and there alone (VIR_DOMAIN_AFFECT_LIVE).
final class LiveEdits {
    /// struct _virTypedParameter (include/libvirt/libvirt-common.h.in): a name of 80 bytes, the type, and 8 bytes of value.
    private static final int PARAMETER = 96;
    private static final int NAME = 80;
    private static final int VALUE = 88;

    private final NativeLibvirt libvirt;
    private final Session session;

    LiveEdits(Session session) {
        this.session = session;
        this.libvirt = session.libvirt();
    }

    void apply(String uuid, LiveCall call) throws FailedException {
        session.onDomain(uuid, Action.DEFINE, domain -> {
            if (call(domain, call) < 0) throw session.failure(Action.DEFINE);
            return null;
        });
    }

    private int call(DomainPointer domain, LiveCall call) throws FailedException {
        int live = NativeLibvirt.AFFECT_LIVE;
        return switch (call) {
            case LiveCall.Tune tune -> tune(domain, tune, live);
            case LiveCall.Pin pin -> pin(domain, pin, live);
            case LiveCall.Balloon(long kib) -> libvirt.virDomainSetMemoryFlags(domain, new NativeLong(kib), live);
            case LiveCall.Processors(int count) -> libvirt.virDomainSetVcpusFlags(domain, count, live);
            case LiveCall.StatsPeriod(int seconds) -> libvirt.virDomainSetMemoryStatsPeriod(domain, seconds, live);
            case LiveCall.Lifecycle(int event, int action) -> libvirt.virDomainSetLifecycleAction(domain, event, action, live);
            case LiveCall.Device(String xml) -> libvirt.virDomainUpdateDeviceFlags(domain, xml, live);
            case LiveCall.IoThread(int id, boolean there) -> there ? libvirt.virDomainAddIOThread(domain, id, live) : libvirt.virDomainDelIOThread(domain, id, live);
            case LiveCall.Words(boolean title, Optional<String> text) -> libvirt.virDomainSetMetadata(domain, title ? NativeLibvirt.METADATA_TITLE : NativeLibvirt.METADATA_DESCRIPTION,
                    text.orElse(null), null, null, live);
        };
    }

    private int tune(DomainPointer domain, LiveCall.Tune tune, int live) {
        List<Memory> texts = new ArrayList<>();
        Memory values = new Memory((long) PARAMETER * tune.values().size());
        values.clear();
        for (int i = 0; i < tune.values().size(); i++) {
            LiveCall.Parameter one = tune.values().get(i);
            long at = (long) PARAMETER * i;
            values.write(at, one.name().getBytes(StandardCharsets.US_ASCII), 0, one.name().length());
            switch (one.type()) {
                case UINT -> {
                    values.setInt(at + NAME, 2);
                    values.setInt(at + VALUE, (int) one.number());
                }
                case LLONG, ULLONG -> {
                    values.setInt(at + NAME, one.type() == LiveCall.Type.LLONG ? 3 : 4);
                    values.setLong(at + VALUE, one.number());
                }
                case STRING -> {
                    Memory text = text(one.text());
                    texts.add(text);
                    values.setInt(at + NAME, 7);
                    values.setPointer(at + VALUE, text);
                }
            }
        }
        int count = tune.values().size();
        int answer = switch (tune.knobs()) {
            case SCHEDULER -> libvirt.virDomainSetSchedulerParametersFlags(domain, values, count, live);
            case MEMORY -> libvirt.virDomainSetMemoryParameters(domain, values, count, live);
            case BLKIO -> libvirt.virDomainSetBlkioParameters(domain, values, count, live);
            case NUMA -> libvirt.virDomainSetNumaParameters(domain, values, count, live);
            case DISK -> libvirt.virDomainSetBlockIoTune(domain, tune.of(), values, count, live);
        };
        // Until here nothing may free what libvirt reads.
        texts.forEach(Memory::close);
        values.close();
        return answer;
    }

    private static Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    private int pin(DomainPointer domain, LiveCall.Pin pin, int live) throws FailedException {
        int there = libvirt.virNodeGetCPUMap(session.pointer(), null, null, 0);
        if (there < 0) throw session.failure(Action.READ);
        List<Integer> cpus = pin.cpus().orElseGet(() -> IntStream.range(0, there).boxed().toList());
        byte[] map = new byte[(Math.max(there, cpus.stream().mapToInt(cpu -> cpu + 1).max().orElse(1)) + 7) / 8];
        for (int cpu : cpus) map[cpu / 8] |= (byte) (1 << cpu % 8);
        return switch (pin.thread()) {
            case VCPU -> libvirt.virDomainPinVcpuFlags(domain, pin.id(), map, map.length, live);
            case EMULATOR -> libvirt.virDomainPinEmulator(domain, map, map.length, live);
            case IOTHREAD -> libvirt.virDomainPinIOThread(domain, pin.id(), map, map.length, live);
        };
    }
}
