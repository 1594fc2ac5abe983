package io.github.virtcompanion.change;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What must be known after this program was killed, one private file a machine each: a save-and-resume that is under way,
/// disks whose guest never flushes, and runs whose images are to be flushed when they end. What it writes is on the disk
/// before the step that it tells of.
final class Journal {
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final String UNDER_WAY = "live";
    private static final String DEAF = "never-flushing";
    private static final String RUNS = "this-run";
    private static final String END = ".json";
    /// Each step is written beside the one before it, and the history beside both.
    private static final long ROOM = 8;

    private final PrivateFiles files;

    Journal(PrivateFiles files) {
        this.files = files;
    }

    private record StoredUnderway(String connection, String uuid, String machine, String phase, String until, List<Assignment> assignments,
                                  String storedBefore, String storedAfter, String imageBefore, String history, long memoryKiB, boolean staysSaved, List<String> standIns) {
        static StoredUnderway of(Underway now) {
            return new StoredUnderway(now.connection(), now.uuid(), now.machine(), now.phase().name(), now.until().name(), now.assignments(),
                    now.storedBefore(), now.storedAfter(), now.imageBefore().orElse(null), now.history().orElse(null), now.memoryKiB(), now.staysSaved(), now.standIns());
        }

        Underway underway() {
            return new Underway(connection, uuid, machine, Underway.Phase.valueOf(phase), LivePlan.Until.valueOf(until), assignments,
                    storedBefore, storedAfter, Optional.ofNullable(imageBefore), Optional.ofNullable(history), memoryKiB, staysSaved, standIns == null ? List.of() : standIns);
        }
    }

    private record Deaf(String connection, Set<String> disks) {}

    private record StoredRun(String connection, String uuid, String machine, List<String> images) {}

    /// Held while a machine is being worked on, by this program or another window of it; a killed one's is free.
    PrivateFiles.Lock lock(String connection, String uuid) throws FailedException {
        return files.lock(name(UNDER_WAY, connection, uuid));
    }

    /// The same without waiting for whoever works on the machine.
    Optional<PrivateFiles.Lock> tryLock(String connection, String uuid) throws FailedException {
        return files.tryLock(name(UNDER_WAY, connection, uuid));
    }

    /// Before anything is done: what is begun can be written down to its end.
    void room(LivePlan plan) throws FailedException {
        files.room(ROOM * (plan.storedBefore().length() + plan.storedAfter().length() + plan.runningBefore().length()));
    }

    Underway write(Underway now) throws FailedException {
        files.write(name(UNDER_WAY, now.connection(), now.uuid()) + END, JSON.toJson(StoredUnderway.of(now)));
        return now;
    }

    void done(Underway over) throws FailedException {
        files.delete(name(UNDER_WAY, over.connection(), over.uuid()) + END);
    }

    Optional<Underway> underway(String connection, String uuid) throws FailedException {
        return read(name(UNDER_WAY, connection, uuid) + END, StoredUnderway.class).map(StoredUnderway::underway);
    }

    List<Underway> underway(String connection) throws FailedException {
        List<Underway> all = new ArrayList<>();
        for (String file : files.list(UNDER_WAY))
            if (file.endsWith(END)) read(UNDER_WAY + "/" + file, StoredUnderway.class).map(StoredUnderway::underway).filter(one -> one.connection().equals(connection)).ifPresent(all::add);
        return all;
    }

    /// @param disks none: the guest's are all known to be flushed
    void neverFlushing(String connection, String uuid, Set<String> disks) throws FailedException {
        String name = name(DEAF, connection, uuid) + END;
        if (disks.isEmpty()) files.delete(name);
        else files.write(name, JSON.toJson(new Deaf(connection, disks)));
    }

    Set<String> neverFlushing(String connection, String uuid) throws FailedException {
        return read(name(DEAF, connection, uuid) + END, Deaf.class).map(Deaf::disks).orElse(Set.of());
    }

    void run(OneRun run) throws FailedException {
        files.write(name(RUNS, run.connection(), run.uuid()) + END, JSON.toJson(new StoredRun(run.connection(), run.uuid(), run.machine(), run.images())));
    }

    void over(OneRun run) throws FailedException {
        files.delete(name(RUNS, run.connection(), run.uuid()) + END);
    }

    List<OneRun> runs(String connection) throws FailedException {
        List<OneRun> all = new ArrayList<>();
        for (String file : files.list(RUNS))
            read(RUNS + "/" + file, StoredRun.class).filter(run -> run.connection().equals(connection))
                    .ifPresent(run -> all.add(new OneRun(run.connection(), run.uuid(), run.machine(), run.images())));
        return all;
    }

    /// A damaged file is as if it were not there: it is left where it is.
    private <T> Optional<T> read(String file, Class<T> type) throws FailedException {
        try {
            return files.read(file).map(text -> JSON.fromJson(text, type));
        } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    /// Two hosts may have a machine of the same uuid.
    static String name(String directory, String connection, String uuid) {
        return directory + "/" + UUID.fromString(uuid) + "-" + Integer.toHexString(connection.hashCode());
    }
}
