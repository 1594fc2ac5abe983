package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.CpuHistory;
import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Virtualization;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A line of the list. It lives as long as what it stands for; its properties change in its place.
sealed interface Row {
    String connection();

    /// Distinguishes it from every other line; remembered between starts.
    String key();

    /// A connection, the parent of its machines.
    final class OfConnection implements Row {
        private final String uri;
        private final String label;
        private final boolean demo;
        final ObjectProperty<Status> status = new SimpleObjectProperty<>(new Status.Connecting());
        final ObjectProperty<Fact<Host>> host = new SimpleObjectProperty<>(Fact.unknown("ui.host.not-yet"));
        final ObjectProperty<List<Finding>> findings = new SimpleObjectProperty<>(List.of());
        /// Changes whenever status or host do.
        final ObjectProperty<Object> looks = new SimpleObjectProperty<>(new Object());

        OfConnection(String uri, String label, boolean demo) {
            this.uri = uri;
            this.label = label;
            this.demo = demo;
            status.subscribe(() -> looks.set(new Object()));
            host.subscribe(() -> looks.set(new Object()));
        }

        Optional<Virtualization> virtualization() {
            return host.get().toOptional().map(Host::virtualization);
        }

        @Override
        public String connection() {
            return uri;
        }

        @Override
        public String key() {
            return uri;
        }

        String label() {
            return label;
        }

        boolean demo() {
            return demo;
        }
    }

    /// A machine.
    final class OfMachine implements Row {
        private final String connection;
        private final String uuid;
        final ObjectProperty<Machine> machine;
        final ObjectProperty<CpuHistory> cpu = new SimpleObjectProperty<>(CpuHistory.EMPTY);
        final ObjectProperty<List<Finding>> findings = new SimpleObjectProperty<>(List.of());
        /// Something is being done to it.
        final BooleanProperty busy = new SimpleBooleanProperty();

        OfMachine(Machine machine) {
            this.connection = machine.connection();
            this.uuid = machine.uuid();
            this.machine = new SimpleObjectProperty<>(machine);
        }

        @Override
        public String connection() {
            return connection;
        }

        @Override
        public String key() {
            return connection + " " + uuid;
        }

        String uuid() {
            return uuid;
        }

        Machine now() {
            return machine.get();
        }

        boolean emulated() {
            return now().current().filter(definition -> definition.emulated()).isPresent();
        }

        boolean pending() {
            return !now().pending().isEmpty();
        }

        /// Data may be lost now, or would be after the next start.
        boolean unsafe() {
            return writtenDisks().stream().anyMatch(disk -> cacheRank(disk) == 0)
                    || now().stored().toOptional().stream().flatMap(definition -> definition.disks().stream())
                            .anyMatch(disk -> disk.written() && cacheRank(disk) == 0);
        }

        List<Disk> writtenDisks() {
            return now().current().map(definition -> definition.disks().stream().filter(Disk::written).toList()).orElse(List.of());
        }

        /// The disk that matters most: the dangerous before the slow before the good.
        Optional<Disk> worstDisk() {
            return writtenDisks().stream().min(Comparator.comparingInt(Row::cacheRank));
        }
    }

    /// 0 data can be lost, 1 slow, 2 good.
    static int cacheRank(Disk disk) {
        return switch (disk.effectiveCache()) {
            case UNSAFE -> 0;
            case WRITETHROUGH, DIRECTSYNC -> 1;
            case NONE, WRITEBACK, DEFAULT -> 2;
        };
    }
}
