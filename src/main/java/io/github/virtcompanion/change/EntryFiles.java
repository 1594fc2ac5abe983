package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The entries of the history on the disk: a directory a machine, a private file an entry, named so that they sort by time.
final class EntryFiles {
    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int ID_SUFFIX = 8;
    private static final String TOP = "history";
    /// So seldom is the size of everything looked at.
    private static final int LOOK_AT_ALL = 50;

    /// As many times its own size takes an entry that is written, and written again beside itself, with what is known by then.
    private static final long ROOM = 6;

    private final PrivateFiles lasting;
    private final History.Place ofTheDemo;
    private final Bounds bounds;
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();

    EntryFiles(PrivateFiles lasting, History.Place ofTheDemo, Bounds bounds) {
        this.lasting = lasting;
        this.ofTheDemo = ofTheDemo;
        this.bounds = bounds;
    }

    /// Where everything about a connection's machines is kept.
    PrivateFiles place(String connection) throws FailedException {
        return connection.equals(ConnectionSpec.DEMO_URI) ? ofTheDemo.files() : lasting;
    }

    /// Two entries of the same moment are told apart by a millisecond, so that the later one sorts behind the earlier.
    String id(Instant now) {
        long millis = lastId.accumulateAndGet(now.toEpochMilli(), (last, wanted) -> Math.max(last + 1, wanted));
        return ID_TIME.format(Instant.ofEpochMilli(millis)) + "-" + UUID.randomUUID().toString().substring(0, ID_SUFFIX);
    }

    /// Of what is about to be done; refused where there is no room for what will be written of it.
    void begin(HistoryEntry entry) throws FailedException {
        place(entry.connection()).room(ROOM * EntryForm.write(entry).length());
        write(entry);
    }

    void write(HistoryEntry entry) throws FailedException {
        PrivateFiles files = place(entry.connection());
        files.write(name(entry), EntryForm.write(entry));
        bounds.keep(files, directory(entry.uuid()));
        if (written.getAndIncrement() % LOOK_AT_ALL == 0) bounds.keepInAll(files, TOP);
    }

    void delete(HistoryEntry entry) throws FailedException {
        place(entry.connection()).delete(name(entry));
    }

    /// Of one machine, newest first. A damaged file is an entry's failure, not everybody's: it is left out here and kept on disk.
    List<HistoryEntry> of(String connection, String uuid) throws FailedException {
        PrivateFiles files = place(connection);
        List<HistoryEntry> all = new ArrayList<>();
        for (String file : files.list(directory(uuid))) {
            Optional<String> text = files.read(directory(uuid) + "/" + file);
            text.flatMap(EntryForm::read).filter(entry -> entry.connection().equals(connection)).ifPresent(all::addFirst);
        }
        return all;
    }

    /// Of each machine that is not present the newest entry that has its definition, by the machine's name.
    List<HistoryEntry> gone(String connection, Set<String> present) throws FailedException {
        List<HistoryEntry> all = new ArrayList<>();
        for (String uuid : place(connection).list(TOP)) {
            if (present.contains(uuid)) continue;
            of(connection, uuid).stream().filter(entry -> !entry.before().isEmpty() || !entry.after().isEmpty()).findFirst().ifPresent(all::add);
        }
        all.sort(Comparator.comparing(HistoryEntry::machine, String.CASE_INSENSITIVE_ORDER));
        return all;
    }

    /// Uuids of all machines that have entries which last.
    List<String> machines() throws FailedException {
        return lasting.list(TOP);
    }

    private static String name(HistoryEntry entry) {
        return directory(entry.uuid()) + "/" + entry.id() + ".json";
    }

    private static String directory(String uuid) {
        return TOP + "/" + UUID.fromString(uuid);
    }
}
