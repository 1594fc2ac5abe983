package io.github.virtcompanion.change;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.PrivateFiles;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Many machines, one after the other, none of which stops the others; and the way back for all of them.
///
/// What was changed together is written down machine by machine, so that it can be taken back together although this program
/// was killed in the middle. Every call waits: never on the FX thread.
public final class Batches {
    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final String TOP = "batches";
    private static final String END = ".json";
    private static final int KEPT = 50;

    private final Changes changes;
    private final PrivateFiles lasting;
    private final History.Place ofTheDemo;
    private final Clock clock;

    /// @param ofTheDemo where the demo host's changes are kept
    public Batches(Changes changes, PrivateFiles lasting, History.Place ofTheDemo, Clock clock) {
        this.changes = changes;
        this.lasting = lasting;
        this.ofTheDemo = ofTheDemo;
        this.clock = clock;
    }

    /// Carries out one plan.
    @FunctionalInterface
    public interface Applying<P> {
        Outcome apply(P plan) throws FailedException;
    }

    /// Asked and told between two machines, on the thread that changes them.
    public interface Watching {
        /// The machine with this number, from 0, is next.
        void next(int number, Reviewable plan);

        /// Those that are left shall stay as they are.
        boolean stopped();
    }

    /// @param batch empty where one machine was changed alone
    public record Applied(List<Outcome> outcomes, Optional<Batch> batch) {
        public Applied {
            outcomes = List.copyOf(outcomes);
        }
    }

    /// That one, or the newest of which anything can be taken back.
    ///
    /// @param connection a connection's
    /// @param id         empty for the newest
    /// @throws FailedException there is none
    public Batch find(String connection, Optional<String> id) throws FailedException {
        for (Batch batch : of(connection)) {
            if (id.filter(wanted -> !wanted.equals(batch.id())).isPresent()) continue;
            if (id.isPresent()) return batch;
            for (Batch.Member member : batch.members()) if (entry(member).isPresent()) return batch;
        }
        throw new Failure(Message.of("change.batch.none"), Message.of("change.batch.none.next"), "").asException();
    }

    private record StoredMember(String connection, String uuid, String machine, String begun, String entry) {}

    private record Stored(String id, String at, List<StoredMember> members) {
        static Stored of(Batch batch) {
            return new Stored(batch.id(), batch.at().toString(), batch.members().stream()
                    .map(one -> new StoredMember(one.connection(), one.uuid(), one.machine(), one.begun().toString(), one.entry().orElse(null))).toList());
        }

        Batch batch() {
            return new Batch(id, Instant.parse(at), members.stream()
                    .map(one -> new Batch.Member(one.connection(), one.uuid(), one.machine(), Instant.parse(one.begun()), Optional.ofNullable(one.entry()))).toList());
        }
    }

    private <P extends Reviewable> Outcome applied(P plan, Applying<P> applying, Optional<Writing> record) {
        try {
            if (record.isPresent()) record.get().next(plan);
            Outcome outcome = applying.apply(plan);
            if (record.isPresent()) record.get().became(outcome);
            return outcome;
        } catch (FailedException e) {
            return new Outcome(plan.machine(), Outcome.Kind.REFUSED, Message.of("change.outcome.refused", plan.machine()), Optional.of(e.failure()));
        }
    }

    /// Applies one plan after the other. What fails is an outcome; what was stopped before its turn is one, too.
    ///
    /// @throws FailedException nothing has been done
    public <P extends Reviewable> Applied apply(List<P> plans, Applying<P> applying, Watching watching) throws FailedException {
        Optional<Writing> record = plans.size() > 1 ? Optional.of(begin(plans.getFirst().connection())) : Optional.empty();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            P plan = plans.get(i);
            if (watching.stopped()) {
                outcomes.add(new Outcome(plan.machine(), Outcome.Kind.NOT_TRIED, Message.of("change.outcome.not-tried", plan.machine()), Optional.empty()));
                continue;
            }
            watching.next(i, plan);
            outcomes.add(applied(plan, applying, record));
        }
        return new Applied(outcomes, record.flatMap(Writing::batch));
    }

    /// Begins to write down what is changed together.
    ///
    /// @param connection of the first
    public Writing begin(String connection) throws FailedException {
        Instant now = clock.instant();
        return new Writing(files(connection), ID_TIME.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8), now);
    }

    /// A batch that is being made.
    public final class Writing {
        private final PrivateFiles files;
        private final String id;
        private final Instant at;
        private final List<Batch.Member> members = new ArrayList<>();

        private Writing(PrivateFiles files, String id, Instant at) {
            this.files = files;
            this.id = id;
            this.at = at;
        }

        /// On the disk when this returns.
        public void next(Reviewable plan) throws FailedException {
            members.add(new Batch.Member(plan.connection(), plan.uuid(), plan.machine(), clock.instant(), Optional.empty()));
            if (members.size() == 1) forgetOld(files);
            write();
        }

        /// Of the machine that was next. What cannot be written down now is found in its history later.
        public void became(Outcome outcome) {
            Batch.Member last = members.removeLast();
            if (outcome.entry().isPresent()) members.add(new Batch.Member(last.connection(), last.uuid(), last.machine(), last.begun(), outcome.entry()));
            try {
                if (members.isEmpty()) files.delete(name(id));
                else write();
            } catch (FailedException e) {
                System.getLogger(Batches.class.getName()).log(System.Logger.Level.WARNING, "batch not written", e);
            }
        }

        /// Where anything was stored.
        public Optional<Batch> batch() {
            return members.isEmpty() ? Optional.empty() : Optional.of(new Batch(id, at, members));
        }

        private void write() throws FailedException {
            files.write(name(id), JSON.toJson(Stored.of(new Batch(id, at, members))));
        }
    }

    /// Newest first. A damaged file is left out here and kept on the disk.
    ///
    /// @param connection a connection's; `demo:///` for what was done on the demo host
    public List<Batch> of(String connection) throws FailedException {
        PrivateFiles files = files(connection);
        List<Batch> all = new ArrayList<>();
        for (String file : files.list(TOP).stream().filter(name -> name.endsWith(END)).toList())
            files.read(TOP + "/" + file).flatMap(Batches::parse).filter(batch -> batch.members().stream().anyMatch(one -> one.connection().equals(connection))).ifPresent(all::addFirst);
        return all;
    }

    /// What else was changed together with a machine's entries, by the entry's id.
    public Map<String, Batch> together(String connection, String uuid) throws FailedException {
        Map<String, Batch> all = new HashMap<>();
        for (Batch batch : of(connection)) {
            if (batch.members().size() < 2) continue;
            for (Batch.Member member : batch.members())
                if (member.connection().equals(connection) && member.uuid().equals(uuid)) member.entry().ifPresent(entry -> all.put(entry, batch));
        }
        return all;
    }

    /// A machine's part of taking a batch back.
    public record Undo(Reviewable plan, Optional<HistoryEntry> entry) {}

    /// What there is to take back, machine by machine; those that are taken back already are left out.
    ///
    /// @param connections by URI
    public List<Undo> planUndo(Batch batch, Function<String, Optional<Connection>> connections) throws FailedException {
        List<Undo> all = new ArrayList<>();
        for (Batch.Member member : batch.members().reversed()) {
            Optional<HistoryEntry> entry = Optional.empty();
            try {
                entry = entry(member);
                if (entry.isEmpty()) continue;
                Connection connection = connections.apply(member.connection())
                        .orElseThrow(() -> new Failure(Message.of("change.batch.no-connection", member.connection()), Message.of("change.batch.no-connection.next"), "").asException());
                all.add(new Undo(changes.planUndo(connection, member.uuid(), entry.get()), entry));
            } catch (FailedException e) {
                all.add(new Undo(new NotPlanned(member.connection(), member.uuid(), member.machine(), e.failure()), entry));
            }
        }
        if (all.isEmpty()) throw new Failure(Message.of("change.batch.nothing"), Message.of("change.batch.nothing.next"), "").asException();
        return all;
    }

    /// Empty where it is taken back, or nothing was stored.
    private Optional<HistoryEntry> entry(Batch.Member member) throws FailedException {
        List<HistoryEntry> entries = changes.history().of(member.connection(), member.uuid());
        Optional<HistoryEntry> own = member.entry().isPresent() ? entries.stream().filter(entry -> entry.id().equals(member.entry().get())).findFirst()
                // Cut off: the first that was changed from then on.
                : entries.reversed().stream().filter(entry -> !entry.at().isBefore(member.begun()) && entry.kind().own()).findFirst();
        return own.filter(Undone.of(entries)::stands);
    }

    private PrivateFiles files(String connection) throws FailedException {
        return connection.equals(ConnectionSpec.DEMO_URI) ? ofTheDemo.files() : lasting;
    }

    private static void forgetOld(PrivateFiles files) throws FailedException {
        List<String> all = files.list(TOP);
        for (String old : all.subList(0, Math.max(0, all.size() - KEPT + 1))) files.delete(TOP + "/" + old);
    }

    private static Optional<Batch> parse(String text) {
        try {
            return Optional.ofNullable(JSON.fromJson(text, Stored.class)).map(Stored::batch);
        } catch (JsonParseException | NullPointerException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String name(String id) {
        return TOP + "/" + id + END;
    }
}
