package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.words.Words;
import javafx.beans.value.ObservableValue;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which cell shows a column, and what tells it that it has changed.
final class CellMaker {
    private final Words words;
    private final MachinesModel list;
    private final NumberFormat numbers;

    CellMaker(Words words, MachinesModel list) {
        this.words = words;
        this.list = list;
        numbers = NumberFormat.getInstance(words.locale());
    }

    RowCell of(Column column) {
        return switch (column) {
            case NAME -> new Cells.Name(words);
            case TYPE -> new Cells.Type(words);
            case CACHE -> new Cells.Cache(words);
            case CPU, HOST_CPU, MEMORY_USE, DISK_IO, NETWORK_IO -> new Cells.Graph(words, list, column);
            case PENDING -> new Cells.Text(words, row -> text(column, row), row -> row.now().pending().stream()
                    .map(each -> each.setting() + ": " + each.now() + " → " + each.next()).collect(Collectors.joining("\n")));
            case ADDRESS, TAGS -> new Cells.Text(words, row -> text(column, row), row -> text(column, row).replace(", ", "\n"));
            default -> new Cells.Text(words, row -> text(column, row), _ -> "");
        };
    }

    ObservableValue<?> changes(Column column, Row.OfMachine row) {
        return switch (column) {
            case CPU, HOST_CPU, MEMORY_USE, DISK_IO, NETWORK_IO -> row.usage;
            case ADDRESS -> row.addresses;
            case ADVICE, IMAGE_SIZE, ALLOCATION -> row.findings;
            case UPTIME -> row.minute;
            default -> row.machine;
        };
    }

    /// What a column says of a machine, in words; what is copied as text.
    String text(Column column, Row.OfMachine row) {
        Machine machine = row.now();
        return switch (column) {
            case NAME -> machine.label();
            case OS -> list.os(row).name();
            case TYPE -> definition(row, definition -> Labels.shortType(definition.type()));
            case CACHE -> row.writtenDisks().stream().map(disk -> Labels.cache(words, disk)).distinct().collect(Collectors.joining(", "));
            case CPU, HOST_CPU, MEMORY_USE, DISK_IO, NETWORK_IO -> Figures.newest(words, column, row);
            case PENDING -> machine.pending().isEmpty() ? "" : words.say("machines.pending", machine.pending().size());
            case VCPUS -> definition(row, definition -> numbers.format(definition.vcpus()));
            case MEMORY -> definition(row, definition -> Bytes.sayKiB(words, definition.memoryKiB()));
            case IMAGE_SIZE -> list.imageBytes(row).map(bytes -> Bytes.say(words, bytes)).orElse("");
            case ALLOCATION -> list.allocatedBytes(row).map(bytes -> Bytes.say(words, bytes)).orElse("");
            case ADDRESS -> String.join(", ", row.addresses.get());
            case AUTOSTART -> words.say(machine.info().autostart() ? "machines.yes" : "machines.no");
            case UPTIME -> row.since.get().filter(_ -> machine.active()).map(since -> duration(Duration.between(since, Instant.now()))).orElse("");
            case TAGS -> String.join(", ", row.tags());
            case ADVICE -> row.findings.get().isEmpty() ? "" : numbers.format(row.findings.get().size());
        };
    }

    /// All visible columns of these machines, as a table with tabs; the first line names the columns.
    String table(List<Row.OfMachine> machines, List<Column> columns) {
        String head = columns.stream().map(column -> words.say("machines.column." + column.id())).collect(Collectors.joining("\t"))
                + "\t" + words.say("machines.column.state");
        return machines.stream().map(row -> columns.stream().map(column -> text(column, row)).collect(Collectors.joining("\t"))
                + "\t" + words.say("ui.state." + row.now().info().shownState().word())).collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    private static String definition(Row.OfMachine row, Function<Definition, String> what) {
        return row.now().current().map(what).orElse("");
    }

    /// `3 d 4 h`, `4 h 12 min`, `12 min`.
    String duration(Duration time) {
        if (time.toDays() > 0) return words.say("machines.days", time.toDays(), time.toHoursPart());
        if (time.toHours() > 0) return words.say("machines.hours", time.toHours(), time.toMinutesPart());
        return words.say("machines.minutes", Math.max(0, time.toMinutes()));
    }
}
