package io.github.virtcompanion.change;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.PrivateFiles;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// What this program changed, one private file a change, on the disk before libvirt hears of it.
public final class History {
    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final int ID_SUFFIX = 8;
    private static final String TOP = "history";

    private final PrivateFiles lasting;
    private final Place ofTheDemo;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private boolean listed;

    public History(PrivateFiles lasting) {
        this(lasting, () -> lasting);
    }

    /// @param ofTheDemo where the demo host's changes are kept: they end with it, and so must their history
    public History(PrivateFiles lasting, Place ofTheDemo) {
        this.lasting = lasting;
        this.ofTheDemo = ofTheDemo;
    }

    /// Where something is kept, known when it is first needed.
    @FunctionalInterface
    public interface Place {
        PrivateFiles files() throws FailedException;
    }

    private PrivateFiles files(String connection) throws FailedException {
        return connection.equals(ConnectionSpec.DEMO_URI) ? ofTheDemo.files() : lasting;
    }

    /// Whether this program ever changed a machine of that uuid. Reads the directory once.
    public synchronized boolean knows(String uuid) throws FailedException {
        if (!listed) changed.addAll(lasting.list(TOP));
        listed = true;
        return changed.contains(uuid);
    }

    /// The file's form. Words are not stored: they are made anew in the reader's language.
    private record Stored(String id, String connection, String uuid, String machine, String at, String kind, String state,
                          List<Assignment> assignments, String before, String after, String undoes) {
        static Stored of(HistoryEntry entry) {
            return new Stored(entry.id(), entry.connection(), entry.uuid(), entry.machine(), entry.at().toString(), entry.kind().name(),
                    entry.state().name(), entry.assignments(), entry.before(), entry.after(), entry.undoes().orElse(null));
        }

        /// @throws NullPointerException something is missing: the file is damaged
        HistoryEntry entry() {
            for (String needed : new String[] {id, connection, uuid, machine, before, after}) Objects.requireNonNull(needed);
            for (Assignment assignment : assignments) {
                Objects.requireNonNull(assignment.setting());
                Objects.requireNonNull(assignment.value());
            }
            return new HistoryEntry(id, connection, uuid, machine, Instant.parse(at), Plan.Kind.valueOf(kind), HistoryEntry.State.valueOf(state),
                    assignments, before, after, Optional.ofNullable(undoes));
        }
    }

    /// Writes down what is about to be done. When this returns, it is on the disk.
    HistoryEntry intend(Plan plan, Instant now, Optional<String> undoes) throws FailedException {
        String id = ID_TIME.format(now) + "-" + UUID.randomUUID().toString().substring(0, ID_SUFFIX);
        var entry = new HistoryEntry(id, plan.connection(), plan.uuid(), plan.machine(), now, plan.kind(), HistoryEntry.State.INTENDED,
                plan.assignments(), plan.before(), plan.after(), undoes);
        write(entry);
        changed.add(plan.uuid());
        return entry;
    }

    void stored(HistoryEntry intended, String readBack) throws FailedException {
        write(intended.with(HistoryEntry.State.STORED, readBack));
    }

    void proven(HistoryEntry stored) throws FailedException {
        write(stored.with(HistoryEntry.State.PROVEN, stored.after()));
    }

    /// libvirt refused: nothing happened, so there is nothing to remember.
    void forget(HistoryEntry intended) throws FailedException {
        files(intended.connection()).delete(name(intended.uuid(), intended.id()));
    }

    /// Of one machine, newest first. A damaged file is an entry's failure, not everybody's: it is left out here and kept on disk.
    public List<HistoryEntry> of(String connection, String uuid) throws FailedException {
        List<HistoryEntry> all = new ArrayList<>();
        for (String file : files(connection).list(directory(uuid))) {
            Optional<String> text = files(connection).read(directory(uuid) + "/" + file);
            text.flatMap(History::parse).filter(entry -> entry.connection().equals(connection)).ifPresent(all::addFirst);
        }
        return all;
    }

    /// The newest change that has not been taken back and did not itself take one back.
    public Optional<HistoryEntry> undoable(String connection, String uuid) throws FailedException {
        Set<String> undone = new HashSet<>();
        for (HistoryEntry entry : of(connection, uuid)) {
            entry.undoes().ifPresent(undone::add);
            if (entry.kind() != Plan.Kind.UNDO && !undone.contains(entry.id())) return Optional.of(entry);
        }
        return Optional.empty();
    }

    private static Optional<HistoryEntry> parse(String text) {
        try {
            return Optional.ofNullable(JSON.fromJson(text, Stored.class)).map(Stored::entry);
        } catch (JsonParseException | IllegalArgumentException | NullPointerException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private void write(HistoryEntry entry) throws FailedException {
        files(entry.connection()).write(name(entry.uuid(), entry.id()), JSON.toJson(Stored.of(entry)));
    }

    private static String name(String uuid, String id) {
        return directory(uuid) + "/" + id + ".json";
    }

    private static String directory(String uuid) {
        return TOP + "/" + UUID.fromString(uuid);
    }

    static Failure nothingToUndo(String machine) {
        return new Failure(Message.of("change.nothing-to-undo", machine), Message.of("change.nothing-to-undo.next"), "");
    }
}
