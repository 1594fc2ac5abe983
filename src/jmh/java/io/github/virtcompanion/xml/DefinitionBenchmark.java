package io.github.virtcompanion.xml;

import io.github.virtcompanion.inventory.ManyMachines;
import io.github.virtcompanion.model.FailedException;
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
import org.openjdk.jmh.annotations.Warmup;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What the definitions of a list cost.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DefinitionBenchmark {
    @Param({"100", "1000", "5000"})
    private int machines;
    private List<String> texts;

    @Setup
    public void write() {
        texts = IntStream.range(0, machines).mapToObj(i -> ManyMachines.definition("kvm", i, "")).toList();
    }

    @Benchmark
    public int readDefinitions() throws FailedException {
        int disks = 0;
        for (String text : texts) disks += DefinitionReader.read(DomainXml.parse(text)).disks().size();
        return disks;
    }
}
