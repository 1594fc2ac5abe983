package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.xml.DomainXml;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What became of each machine's definition, one private file a change: those of this program are on the disk before libvirt
/// hears of them, those of others are written down when they are seen. Windows and commands share it: a file is written at
/// one stroke and never edited by two, for whoever works on a machine holds its [#lock].
public final class History {
    private final EntryFiles entries;
    private final Supplier<Author> author;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private boolean listed;

    public History(PrivateFiles lasting) {
        this(lasting, () -> lasting, Author::atTheWindow);
    }

    /// @param ofTheDemo where the demo host's changes are kept: they end with it, and so must their history
    /// @param author    who makes the changes of this process
    public History(PrivateFiles lasting, Place ofTheDemo, Supplier<Author> author) {
        this(lasting, ofTheDemo, author, Bounds.USUAL);
    }

    History(PrivateFiles lasting, Place ofTheDemo, Supplier<Author> author, Bounds bounds) {
        this.entries = new EntryFiles(lasting, ofTheDemo, bounds);
        this.author = author;
    }

    /// Where something is kept, known when it is first needed.
    @FunctionalInterface
    public interface Place {
        PrivateFiles files() throws FailedException;
    }

    private Known known(String connection) throws FailedException {
        return new Known(entries.place(connection));
    }

    /// Held while a machine is being worked on, by this program or another copy of it; a killed one's is free. Waits.
    PrivateFiles.Lock lock(String connection, String uuid) throws FailedException {
        return new Journal(entries.place(connection)).lock(connection, uuid);
    }

    /// The same without waiting.
    Optional<PrivateFiles.Lock> tryLock(String connection, String uuid) throws FailedException {
        return new Journal(entries.place(connection)).tryLock(connection, uuid);
    }

    /// Told the uuid of each machine whose history this process has looked after or added to, on the thread that did.
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /// Whether this program ever changed a machine of that uuid. Reads the directory once.
    public synchronized boolean knows(String uuid) throws FailedException {
        if (!listed) changed.addAll(entries.machines());
        listed = true;
        return changed.contains(uuid);
    }

    /// Writes down what is about to be done. When this returns, it is on the disk. Under the machine's lock.
    HistoryEntry intend(Plan plan, Instant now, Optional<String> undoes) throws FailedException {
        return intend(plan, now, undoes, "");
    }

    /// @param why where it is more than the change itself
    HistoryEntry intend(Plan plan, Instant now, Optional<String> undoes, String why) throws FailedException {
        if (!plan.before().isEmpty()) observe(plan.connection(), plan.uuid(), plan.machine(), plan.before(), now);
        return begin(new HistoryEntry(entries.id(now), plan.connection(), plan.uuid(), plan.machine(), now, plan.kind(), HistoryEntry.State.INTENDED,
                plan.assignments(), plan.before(), plan.after(), undoes, author.get().because(why), ""));
    }

    /// The same of what is stored nowhere: it is [#proven] when the machine runs with it.
    HistoryEntry intend(LivePlan forThisRun, Instant now) throws FailedException {
        String stored = forThisRun.storedBefore();
        observe(forThisRun.connection(), forThisRun.uuid(), forThisRun.machine(), stored, now);
        return begin(new HistoryEntry(entries.id(now), forThisRun.connection(), forThisRun.uuid(), forThisRun.machine(), now, Plan.Kind.THIS_RUN, HistoryEntry.State.INTENDED,
                forThisRun.assignments(), stored, stored, Optional.empty(), author.get(), ""));
    }

    /// What others have stored before it comes before it.
    ///
    /// @param intended on what they have stored; written down earlier, on what was stored then
    HistoryEntry later(HistoryEntry intended, Instant now) throws FailedException {
        theirs(intended.connection(), intended.uuid(), intended.machine(), intended.before(), now);
        HistoryEntry later = intended.called(entries.id(now));
        entries.write(later);
        entries.delete(intended);
        return later;
    }

    private HistoryEntry begin(HistoryEntry entry) throws FailedException {
        entries.begin(entry);
        changed.add(entry.uuid());
        return entry;
    }

    void stored(HistoryEntry intended, String readBack) throws FailedException {
        stored(intended, readBack, false);
    }

    /// @param crossed it has overwritten what somebody else stored at that moment, and nobody has read
    void stored(HistoryEntry intended, String readBack, boolean crossed) throws FailedException {
        HistoryEntry entry = intended.with(HistoryEntry.State.STORED, readBack);
        // In this order: cut off in between, it is still known to be ours.
        known(intended.connection()).put(new Known.Seen(intended.connection(), intended.uuid(), intended.machine(), readBack));
        entries.write(crossed ? entry.saying(HistoryEntry.CROSSED) : entry);
        tell(intended.uuid());
    }

    void proven(HistoryEntry stored) throws FailedException {
        entries.write(stored.with(HistoryEntry.State.PROVEN, stored.after()));
        tell(stored.uuid());
    }

    /// libvirt refused, and said why.
    void refused(HistoryEntry intended, String words) throws FailedException {
        entries.write(intended.refused(words));
        tell(intended.uuid());
    }

    /// Nothing happened, and there is nothing to say about it.
    void forget(HistoryEntry intended) throws FailedException {
        entries.delete(intended);
        tell(intended.uuid());
    }

    /// Compares what is stored with what was known, and writes down what others have changed since. First settles what this
    /// program was cut off in: whether libvirt had it, the definition tells. To be called under the machine's lock.
    ///
    /// @param storedXml with its passwords
    /// @return what was found, oldest first
    List<HistoryEntry> observe(String connection, String uuid, String machine, String storedXml, Instant now) throws FailedException {
        // Saved in the middle of a change: that is finished or taken back first, and settles this.
        if (new Journal(entries.place(connection)).underway(connection, uuid).isPresent()) return List.of();
        List<HistoryEntry> found = new ArrayList<>();
        Known known = known(connection);
        Optional<Known.Seen> seen = known.of(connection, uuid);
        Optional<String> before = seen.map(one -> one.definition(storedXml));
        for (HistoryEntry entry : entries.of(connection, uuid).reversed()) {
            if (entry.state() != HistoryEntry.State.INTENDED) continue;
            boolean happened = entry.kind() != Plan.Kind.THIS_RUN && happened(entry, storedXml);
            // What was written by hand libvirt writes in its own way: no telling that from what others changed since.
            boolean asKnown = before.filter(storedXml::equals).isPresent();
            String after = happened && (asKnown || entry.assignments().isEmpty()) ? storedXml : entry.after();
            HistoryEntry settled = entry.with(happened ? HistoryEntry.State.STORED : HistoryEntry.State.CUT_OFF, after);
            entries.write(settled);
            found.add(settled);
            if (happened) before = Optional.of(after);
        }
        if (before.filter(definition -> !definition.equals(storedXml)).isPresent())
            found.add(outside(connection, uuid, machine, Plan.Kind.OUTSIDE, before.get(), storedXml, now, Author.SOMEBODY_ELSE));
        Known.Seen latest = new Known.Seen(connection, uuid, machine, storedXml);
        if (before.isEmpty()) known.first(latest);
        else if (before.filter(storedXml::equals).isEmpty() || !found.isEmpty() || !seen.orElseThrow().beside()) known.put(latest);
        if (!found.isEmpty()) tell(uuid);
        return found;
    }

    /// What another program has stored while a change of this one is under way, which is not to be settled by it. Under the machine's lock.
    void theirs(Plan ours, String definition, Instant now) throws FailedException {
        theirs(ours.connection(), ours.uuid(), ours.machine(), definition, now);
    }

    private void theirs(String connection, String uuid, String machine, String definition, Instant now) throws FailedException {
        Known known = known(connection);
        Optional<String> before = known.of(connection, uuid).map(Known.Seen::definition);
        if (before.filter(text -> !text.equals(definition)).isPresent()) outside(connection, uuid, machine, Plan.Kind.OUTSIDE, before.get(), definition, now, Author.SOMEBODY_ELSE);
        known.put(new Known.Seen(connection, uuid, machine, definition));
    }

    /// The machine is gone: what it was last stays in its history. Under its lock.
    Optional<HistoryEntry> undefined(String connection, String uuid, Instant now) throws FailedException {
        return undefined(connection, uuid, now, Author.SOMEBODY_ELSE);
    }

    /// The same, by this process. Under the machine's lock.
    Optional<HistoryEntry> deleted(String connection, String uuid, Instant now) throws FailedException {
        return undefined(connection, uuid, now, author.get());
    }

    private Optional<HistoryEntry> undefined(String connection, String uuid, Instant now, Author by) throws FailedException {
        Optional<Known.Seen> last = known(connection).of(connection, uuid);
        if (last.isEmpty() || last.get().definition().isEmpty()) return Optional.empty();
        HistoryEntry entry = outside(connection, uuid, last.get().machine(), Plan.Kind.UNDEFINED, last.get().definition(), "", now, by);
        known(connection).put(new Known.Seen(connection, uuid, last.get().machine(), ""));
        tell(uuid);
        return Optional.of(entry);
    }

    /// By uuid, what machines were when this program last looked, without those that were gone. Passwords and all.
    Map<String, String> defined(String connection) throws FailedException {
        Map<String, String> all = new HashMap<>();
        for (Known.Seen seen : known(connection).all(connection)) if (!seen.definition().isEmpty()) all.put(seen.uuid(), seen.definition());
        return all;
    }

    /// Machines that are no longer defined and could be again: for each the newest entry that has its definition.
    ///
    /// @param present uuids of those that are defined
    public List<HistoryEntry> gone(String connection, Set<String> present) throws FailedException {
        return entries.gone(connection, present);
    }

    private HistoryEntry outside(String connection, String uuid, String machine, Plan.Kind kind, String before, String after, Instant now, Author by) throws FailedException {
        var entry = new HistoryEntry(entries.id(now), connection, uuid, machine, now, kind, HistoryEntry.State.STORED, List.of(), before, after, Optional.empty(), by, "");
        entries.write(entry);
        changed.add(uuid);
        return entry;
    }

    private static boolean happened(HistoryEntry entry, String stored) {
        if (stored.equals(entry.before())) return false;
        if (stored.equals(entry.after()) || entry.before().isEmpty() || Merge.takeBack(stored, entry.before(), entry.after()).isPresent()) return true;
        return entry.assignments().isEmpty() || has(stored, entry.assignments());
    }

    private static boolean has(String stored, List<Assignment> assignments) {
        try {
            Map<String, String> values = Catalogue.read(DomainXml.parse(stored));
            return assignments.stream().allMatch(one -> one.value().equals(values.getOrDefault(one.setting(), "default")));
        } catch (FailedException e) {
            return false;
        }
    }

    /// Of one machine, newest first. A damaged file is an entry's failure, not everybody's: it is left out here and kept on disk.
    public List<HistoryEntry> of(String connection, String uuid) throws FailedException {
        return entries.of(connection, uuid);
    }

    /// The newest change that has not been taken back and did not itself take one back.
    public Optional<HistoryEntry> undoable(String connection, String uuid) throws FailedException {
        return Undone.of(of(connection, uuid)).undoable();
    }

    /// What redo is about: the newest undo that stands, or a change that was cut off before libvirt had it.
    public Optional<HistoryEntry> redoable(String connection, String uuid) throws FailedException {
        return Undone.of(of(connection, uuid)).redoable();
    }

    void tell(String uuid) {
        listeners.forEach(listener -> listener.accept(uuid));
    }

    static Failure nothingToUndo(String machine) {
        return new Failure(Message.of("change.nothing-to-undo", machine), Message.of("change.nothing-to-undo.next"), "");
    }

    static Failure nothingToRedo(String machine) {
        return new Failure(Message.of("change.nothing-to-redo", machine), Message.of("change.nothing-to-redo.next"), "");
    }
}
