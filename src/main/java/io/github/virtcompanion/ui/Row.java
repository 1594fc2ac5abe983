package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.inventory.UsageHistory;
import io.github.virtcompanion.model.Definition;
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
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.text.CollationKey;
import java.text.Collator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A line of the list. It lives as long as what it stands for; its properties change in its place.
sealed interface Row {
    String connection();

    /// Distinguishes it from every other line; remembered between starts.
    String key();

    /// A connection, the parent of its machines.
    final class OfConnection implements Row {
        private final String uri;
        private final boolean demo;
        final StringProperty label = new SimpleStringProperty("");
        final ObjectProperty<Status> status = new SimpleObjectProperty<>(new Status.Connecting());
        final ObjectProperty<Fact<Host>> host = new SimpleObjectProperty<>(Fact.unknown("ui.host.not-yet"));
        final ObjectProperty<List<Finding>> findings = new SimpleObjectProperty<>(List.of());
        /// Changes whenever status or host do.
        final ObjectProperty<Object> looks = new SimpleObjectProperty<>(new Object());

        OfConnection(String uri, String label, boolean demo) {
            this.uri = uri;
            this.demo = demo;
            this.label.set(label);
            this.label.subscribe(() -> looks.set(new Object()));
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
            return label.get();
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
        final ObjectProperty<UsageHistory> usage = new SimpleObjectProperty<>(UsageHistory.EMPTY);
        final ObjectProperty<List<Finding>> findings = new SimpleObjectProperty<>(List.of());
        /// When it was started, where that is known.
        final ObjectProperty<Optional<Instant>> since = new SimpleObjectProperty<>(Optional.empty());
        /// Changes whenever the uptime shown may differ.
        final ObjectProperty<Object> minute = new SimpleObjectProperty<>(new Object());
        final ObjectProperty<List<String>> addresses = new SimpleObjectProperty<>(List.of());
        /// As it was when the window was closed last: its connection has not answered yet.
        final BooleanProperty remembered = new SimpleBooleanProperty();
        /// Its connection is not there at the moment: this is how it was.
        final BooleanProperty lost = new SimpleBooleanProperty();
        /// Something is being done to it.
        final BooleanProperty busy = new SimpleBooleanProperty();
        // Read off once a change, not once a look: the list asks thousands of them each time it is arranged.
        private boolean emulated;
        private boolean unsafe;
        private List<Disk> written = List.of();
        private List<String> tags = List.of();
        private String words = "";
        private CollationKey place;

        OfMachine(Machine machine) {
            this.connection = machine.connection();
            this.uuid = machine.uuid();
            this.machine = new SimpleObjectProperty<>(machine);
            this.machine.subscribe(this::read);
        }

        private void read(Machine now) {
            place = null;
            Optional<Definition> definition = now.current();
            Optional<Definition> stored = now.stored().toOptional();
            emulated = definition.filter(Definition::emulated).isPresent();
            written = definition.map(each -> each.disks().stream().filter(Disk::written).toList()).orElse(List.of());
            unsafe = Stream.concat(written.stream(), stored.stream().flatMap(each -> each.disks().stream()).filter(Disk::written))
                    .anyMatch(disk -> cacheRank(disk) == 0);
            tags = stored.or(now::live).map(each -> each.details().tags()).orElse(List.of());
            words = String.join("\n", words(now, stored.or(now::live))).toLowerCase(Locale.ROOT);
        }

        private List<String> words(Machine now, Optional<Definition> definition) {
            List<String> all = new ArrayList<>(List.of(now.name(), now.label(), uuid));
            definition.ifPresent(each -> {
                each.description().ifPresent(all::add);
                each.disks().forEach(disk -> disk.source().ifPresent(all::add));
                each.details().nics().forEach(nic -> all.add(nic.mac()));
                all.addAll(each.details().tags());
                all.add(each.details().metadata());
            });
            return all;
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
            return emulated;
        }

        /// Something is stored that it does not run with, or would not be restored with.
        boolean pending() {
            return !now().pending().isEmpty() || !now().saved().isEmpty();
        }

        /// Data may be lost now, or would be after the next start.
        boolean unsafe() {
            return unsafe;
        }

        List<Disk> writtenDisks() {
            return written;
        }

        List<String> tags() {
            return tags;
        }

        /// Whether a word in small letters is part of its name, title, description, addresses, image paths, tags or metadata.
        boolean says(String word) {
            return words.contains(word) || addresses.get().stream().anyMatch(address -> address.contains(word));
        }

        /// Its name among the others. Comparing keys is a hundred times cheaper than comparing words by a language's rules.
        CollationKey place(Collator collator) {
            if (place == null) place = collator.getCollationKey(now().label());
            return place;
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
