package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.ManyMachines;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;
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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the list costs: to be filled, and to take in one change.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ListBenchmark {
    private static final String URI = "test:///default";
    @Param({"100", "1000", "5000"})
    private int machines;
    private List<Machine> off;
    private MachinesModel filled;
    private int turn;

    @Setup
    public void make() throws FailedException {
        off = new ArrayList<>();
        for (int i = 0; i < machines; i++) off.add(machine(i, DomainState.SHUT_OFF));
        filled = fill();
    }

    private static Machine machine(int number, DomainState state) throws FailedException {
        return new Machine(URI, new DomainInfo(ManyMachines.uuid(number), ManyMachines.name(number), state, 0, true, false, false),
                Fact.known(DefinitionReader.read(DomainXml.parse(ManyMachines.definition("test", number, ""))), URI), Optional.empty(), List.of());
    }

    @Benchmark
    public MachinesModel fill() {
        MachinesModel list = new MachinesModel(Locale.ENGLISH);
        list.connection(URI, "test", false);
        off.forEach(list::put);
        list.arrange();
        return list;
    }

    /// Another state of one machine: everything is looked at, one line changes.
    @Benchmark
    public void oneChange() throws FailedException {
        turn++;
        filled.put(machine(turn % machines, turn / machines % 2 == 0 ? DomainState.PAUSED : DomainState.RUNNING));
        filled.arrange();
    }
}
