package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Sample;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Gauge;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The columns of the list. virt-manager's six are there, and those that it refuses.
enum Column {
    NAME(18, 13, true), OS(9, 5, false), TYPE(8, 6.5, true), CACHE(9.5, 8, true),
    CPU(8.5, 7, true, Sample::cpu), HOST_CPU(8.5, 7, false, Sample::hostCpu), MEMORY_USE(10.5, 9.5, false, Sample::memory, Gauge.MEMORY),
    DISK_IO(11, 9.5, false, Sample::disk, Gauge.DISK), NETWORK_IO(11, 9.5, false, Sample::network, Gauge.NETWORK),
    PENDING(9, 5, false), VCPUS(5, 4, false), MEMORY(6.5, 5, false), IMAGE_SIZE(6.5, 5, false), ALLOCATION(6.5, 5, false),
    ADDRESS(9, 6, false), AUTOSTART(6, 5, false), UPTIME(7, 5, false), TAGS(9, 5, false), ADVICE(6, 5, false);

    final double ems;
    final double leastEms;
    final boolean shownAtFirst;
    /// Of columns that draw a graph.
    final Optional<ToDoubleFunction<Sample>> drawn;
    final Optional<Gauge> gauge;

    Column(double ems, double leastEms, boolean shownAtFirst) {
        this(ems, leastEms, shownAtFirst, null, null);
    }

    Column(double ems, double leastEms, boolean shownAtFirst, ToDoubleFunction<Sample> drawn) {
        this(ems, leastEms, shownAtFirst, drawn, null);
    }

    Column(double ems, double leastEms, boolean shownAtFirst, ToDoubleFunction<Sample> drawn, Gauge gauge) {
        this.ems = ems;
        this.leastEms = leastEms;
        this.shownAtFirst = shownAtFirst;
        this.drawn = Optional.ofNullable(drawn);
        this.gauge = Optional.ofNullable(gauge);
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Column> of(String id) {
        return Arrays.stream(values()).filter(column -> column.id().equals(id)).findFirst();
    }

    /// A rate in bytes: drawn to the highest seen. All others are percents.
    boolean rate() {
        return this == DISK_IO || this == NETWORK_IO;
    }

    /// Changes with each look at the running machines.
    boolean restless() {
        return drawn.isPresent();
    }

    double newest(Row.OfMachine row) {
        return drawn.flatMap(value -> row.usage.get().newest().map(value::applyAsDouble)).filter(number -> !Double.isNaN(number)).orElse(-1.0);
    }

    /// Without one line's own name: whoever compares adds it.
    Comparator<Row.OfMachine> order(MachinesModel list) {
        return switch (this) {
            case NAME -> Comparator.comparing(_ -> 0);
            case OS -> Comparator.comparing(row -> list.os(row).name());
            case TYPE -> Comparator.comparing(row -> row.now().current().map(Definition::type).orElse(""));
            case CACHE -> Comparator.comparing(row -> row.worstDisk().map(Row::cacheRank).orElse(3));
            case CPU, HOST_CPU, MEMORY_USE, DISK_IO, NETWORK_IO -> Comparator.comparingDouble(this::newest);
            case PENDING -> Comparator.comparingInt(row -> row.now().pending().size());
            case VCPUS -> Comparator.comparingInt(row -> row.now().current().map(Definition::vcpus).orElse(0));
            case MEMORY -> Comparator.comparingLong(row -> row.now().current().map(Definition::memoryKiB).orElse(0L));
            case IMAGE_SIZE -> Comparator.comparingLong(row -> list.imageBytes(row).orElse(-1L));
            case ALLOCATION -> Comparator.comparingLong(row -> list.allocatedBytes(row).orElse(-1L));
            case ADDRESS -> Comparator.comparing(row -> String.join(" ", row.addresses.get()));
            case AUTOSTART -> Comparator.comparing(row -> row.now().info().autostart());
            case UPTIME -> Comparator.comparing(row -> row.since.get().orElse(Instant.MAX), Comparator.reverseOrder());
            case TAGS -> Comparator.comparing(row -> String.join(" ", row.tags()));
            case ADVICE -> Comparator.comparingInt(row -> row.findings.get().size());
        };
    }
}
