package io.github.virtcompanion.libvirt;

import com.sun.jna.ptr.PointerByReference;
import io.github.virtcompanion.inventory.ManyMachines;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.FailedException;
import org.libvirt.jna.ConnectionPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a tick costs beside the plain call.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StatisticsBenchmark {
    @Param({"100", "1000", "5000"})
    private int machines;
    private NativeLibvirt libvirt;
    private LibvirtConnection connection;
    private ConnectionPointer pointer;

    @Setup
    public void open() throws IOException, FailedException {
        String uri = ManyMachines.host(Files.createTempDirectory("jmh"), machines);
        connection = Libvirt.connect(uri, false, Credentials.NONE);
        libvirt = NativeLibvirt.load();
        pointer = libvirt.virConnectOpenAuth(uri, null, 0);
    }

    @TearDown
    public void close() {
        connection.close();
    }

    /// virConnectGetAllDomainStats and the freeing of what it made, nothing read.
    @Benchmark
    public int plainCall() {
        PointerByReference list = new PointerByReference();
        int count = libvirt.virConnectGetAllDomainStats(pointer, NativeLibvirt.STATS_STATE, list, 0);
        libvirt.virDomainStatsRecordListFree(list.getValue());
        return count;
    }

    @Benchmark
    public List<StatsRecord> callAndDecode() {
        return StatsRecord.ofAll(libvirt, pointer, NativeLibvirt.STATS_STATE, 0);
    }

    /// The list at the beginning, with saved, autostarted and transient ones marked.
    @Benchmark
    public List<DomainInfo> list() throws FailedException {
        return connection.domains();
    }
}
