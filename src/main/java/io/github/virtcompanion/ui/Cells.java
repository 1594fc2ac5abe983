package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Sample;
import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.inventory.UsageHistory;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.words.Words;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.Ikon;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The cells of the list.
final class Cells {
    private static final List<String> TONES = List.of("tone-good", "tone-muted", "tone-warning", "tone-danger", "tone-accent");

    private Cells() {}

    static Ikon stateIcon(DomainState state) {
        return switch (state) {
            case RUNNING, BLOCKED -> Sign.PLAY_CIRCLE;
            case PAUSED -> Sign.PAUSE_CIRCLE;
            case SUSPENDED -> Sign.SLEEP;
            case SAVED -> Sign.MONITOR_SCREENSHOT;
            case SHUTTING_DOWN -> Sign.TIMER_SAND;
            case CRASHED -> Sign.ALERT_OCTAGON;
            case SHUT_OFF, NO_STATE -> Sign.MONITOR;
        };
    }

    static String stateTone(DomainState state) {
        return switch (state) {
            case RUNNING, BLOCKED -> "tone-good";
            case CRASHED -> "tone-danger";
            case PAUSED, SUSPENDED, SHUTTING_DOWN, SAVED -> "tone-warning";
            case SHUT_OFF, NO_STATE -> "tone-muted";
        };
    }

    static void tone(javafx.scene.Node node, String tone) {
        node.getStyleClass().removeAll(TONES);
        if (!tone.isEmpty()) node.getStyleClass().add(tone);
    }

    static final class Name extends RowCell {
        private final Glyph icon = new Glyph(1.9);
        private final Glyph system = new Glyph(Sign.MONITOR, 1.25);

        Name(Words words) {
            super(words);
            before(icon, system);
            system.getStyleClass().add("tone-muted");
            system.setVisible(false);
        }

        @Override
        void showMachine(Row.OfMachine row) {
            Machine machine = row.now();
            DomainState state = machine.info().shownState();
            String word = words.say("ui.state." + state.word());
            String tags = row.tags().stream().map(tag -> "#" + tag).collect(Collectors.joining(" "));
            String below = row.remembered.get() ? words.say("machines.remembered", word) : word;
            lines(machine.label(), tags.isEmpty() ? below : below + "  " + tags);
            first.getStyleClass().setAll("label", "machine-name");
            Cells.tone(first, row.remembered.get() ? "tone-muted" : "");
            GuestOs guest = GuestOs.of(machine.current());
            // Its place stays free where there is none, so that the names are in line.
            system.setManaged(true);
            system.setVisible(guest.icon().isPresent());
            guest.icon().ifPresent(system::show);
            icon.show(stateIcon(state));
            Cells.tone(icon, row.remembered.get() ? "tone-muted" : stateTone(state));
            explain(Stream.of(machine.label().equals(machine.name()) ? "" : machine.name(),
                    machine.stored().toOptional().flatMap(Definition::description).map(String::strip).orElse(""), guest.name())
                    .filter(line -> !line.isEmpty()).collect(Collectors.joining("\n")));
        }

        @Override
        void showConnection(Row.OfConnection row) {
            Status status = row.status.get();
            String below = switch (status) {
                case Status.Idle() -> words.say("machines.connection.idle");
                case Status.Connecting() -> words.say("ui.connection.connecting");
                case Status.Connected(boolean readOnly, var _) -> readOnly ? words.say("ui.connection.read-only") : "";
                case Status.Lost(var _) -> words.say("ui.connection.lost");
                case Status.Failed(var _) -> words.say("ui.connection.failed");
            };
            lines(row.label(), below);
            system.setManaged(false);
            system.setVisible(false);
            first.getStyleClass().setAll("label", "connection-name");
            Cells.tone(first, status.connected() ? "" : "tone-muted");
            icon.show(status.connected() ? row.demo() ? Sign.TEST_TUBE : Sign.SERVER
                    : status instanceof Status.Connecting ? Sign.SERVER : Sign.SERVER_OFF);
            Cells.tone(icon, status.connected() ? "tone-accent" : "tone-muted");
            explain(row.connection() + (status instanceof Status.Idle ? "\n" + words.say("machines.connection.double-click") : "") + status.failure().map(failure -> "\n" + words.say(failure.what())).orElse(""));
        }
    }

    static final class Type extends RowCell {
        Type(Words words) {
            super(words);
        }

        @Override
        void showMachine(Row.OfMachine row) {
            String next = row.now().pending().stream().filter(each -> each.setting().equals("type")).findFirst()
                    .map(each -> words.say("ui.next", Labels.shortType(each.next()))).orElse("");
            String type = row.now().current().map(definition -> Labels.shortType(definition.type())).orElse(words.say("ui.not-known"));
            lines(type, next.isEmpty() && row.emulated() ? words.say("ui.list-emulated") : next);
            tones(row.emulated() ? "tone-warning" : "", row.emulated() && next.isEmpty() ? "tone-warning" : "");
            explain("");
        }

        @Override
        void showConnection(Row.OfConnection row) {
            String[] verdict = row.virtualization().map(found -> words.say("ui.verdict-short." + found.verdict().word())).orElse("").split("\n");
            lines(verdict[0], verdict.length > 1 ? verdict[1] : "");
            String tone = row.virtualization().map(Labels::tone).orElse("tone-muted");
            tones(tone, tone);
            explain(row.virtualization().map(found -> words.say(found.summary())).orElse(""));
        }
    }

    static final class Cache extends RowCell {
        Cache(Words words) {
            super(words);
        }

        @Override
        void showMachine(Row.OfMachine row) {
            List<String> modes = row.writtenDisks().stream().sorted(java.util.Comparator.comparingInt(Row::cacheRank))
                    .map(disk -> Labels.cache(words, disk)).distinct().toList();
            String next = row.now().pending().stream().filter(Labels::cacheOf).findFirst()
                    .map(each -> words.say("ui.next", Labels.cache(words, each.next()))).orElse("");
            lines(String.join(", ", modes), next);
            boolean unsafeNext = row.now().pending().stream().anyMatch(each -> Labels.cacheOf(each) && each.next().equals("unsafe"));
            tones(row.worstDisk().map(disk -> switch (Row.cacheRank(disk)) {
                case 0 -> "tone-danger";
                case 1 -> "tone-warning";
                default -> "";
            }).orElse(""), unsafeNext ? "tone-danger" : "");
            explain(row.writtenDisks().stream().map(disk -> line(row, disk)).collect(Collectors.joining("\n")));
        }

        private String line(Row.OfMachine row, Disk disk) {
            String next = row.now().pending().stream().filter(each -> each.setting().equals("disk." + disk.target() + ".cache")).findFirst()
                    .map(each -> ", " + words.say("ui.at-next-start", Labels.cache(words, each.next()))).orElse("");
            return disk.target() + ": " + Labels.cache(words, disk) + next + disk.source().map(path -> "  " + path).orElse("");
        }

        @Override
        void showConnection(Row.OfConnection row) {
            lines("", "");
            explain("");
        }
    }

    /// A graph and its newest figure.
    static final class Graph extends RowCell {
        private final Sparkline graph = new Sparkline();
        private final MachinesModel list;
        private final Column column;

        Graph(Words words, MachinesModel list, Column column) {
            super(words);
            this.list = list;
            this.column = column;
            row(graph, first);
            first.getStyleClass().add(column.rate() || column == Column.MEMORY_USE ? "rate" : "percent");
            first.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
            HBox.setHgrow(graph, Priority.ALWAYS);
        }

        @Override
        void showMachine(Row.OfMachine row) {
            UsageHistory usage = row.usage.get();
            graph.setVisible(true);
            graph.show(usage.recent(), column.drawn.orElseThrow(), list.highest(column));
            String figure = Figures.newest(words, column, row);
            first.setText(figure);
            setAccessibleText(figure);
            explain(usage.newest().filter(sample -> !Double.isNaN(column.drawn.orElseThrow().applyAsDouble(sample))).map(this::more).orElse(""));
        }

        private String more(Sample sample) {
            return switch (column) {
                case DISK_IO -> words.say("machines.tip.disk", rate(sample.read()), rate(sample.written()));
                case NETWORK_IO -> words.say("machines.tip.network", rate(sample.received()), rate(sample.sent()));
                case MEMORY_USE -> sample.guestTold() ? "" : words.say("machines.tip.memory");
                default -> "";
            };
        }

        private String rate(double bytes) {
            return Bytes.say(words, Math.round(bytes));
        }

        @Override
        void showConnection(Row.OfConnection row) {
            graph.setVisible(false);
            first.setText("");
            setAccessibleText("");
            explain("");
        }
    }

    /// Words of a machine, nothing of a connection.
    static final class Text extends RowCell {
        private final Function<Row.OfMachine, String> text;
        private final Function<Row.OfMachine, String> more;

        Text(Words words, Function<Row.OfMachine, String> text, Function<Row.OfMachine, String> more) {
            super(words);
            this.text = text;
            this.more = more;
        }

        @Override
        void showMachine(Row.OfMachine row) {
            lines(text.apply(row), "");
            explain(more.apply(row));
        }

        @Override
        void showConnection(Row.OfConnection row) {
            lines("", "");
            explain("");
        }
    }
}
