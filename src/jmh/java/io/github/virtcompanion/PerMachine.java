package io.github.virtcompanion;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// Runs the benchmarks and tells what each costs a machine, from a hundred to five thousand: flat, or it does not scale.
public final class PerMachine {
    private PerMachine() {
    }

    /// @param arguments JMH's own
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results = new Runner(new OptionsBuilder().parent(new CommandLineOptions(arguments))
                .jvmArgsPrepend("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED").build()).run();
        Map<String, Map<Integer, Double>> table = new TreeMap<>();
        for (RunResult result : results)
            table.computeIfAbsent(result.getPrimaryResult().getLabel(), _ -> new TreeMap<>())
                    .put(Integer.parseInt(result.getParams().getParam("machines")), result.getPrimaryResult().getScore());
        System.out.println("\nmicroseconds a machine, by number of machines");
        table.forEach((what, costs) -> {
            System.out.printf("%-28s", what);
            costs.forEach((machines, micros) -> System.out.printf("  %,6d: %8.3f", machines, micros / machines));
            System.out.println();
        });
    }
}
