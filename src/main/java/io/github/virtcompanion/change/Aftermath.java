package io.github.virtcompanion.change;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Edits;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.xml.DomainXml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What was stored a moment ago. A program that read the definition before that and stores it after (virt-xml, a script with
/// virsh) takes it out again without knowing; this puts it back, for as long as nobody can have meant to take it out.
final class Aftermath {
    /// virt-xml and scripts take less from reading to storing.
    private static final Duration SETTLED = Duration.ofMillis(250);
    private static final int ROUNDS = 5;
    private static final Pattern PIECE = Pattern.compile("<[^>]*>|[^<]+");

    private final History history;
    private final ConcurrentLinkedQueue<Stored> recent = new ConcurrentLinkedQueue<>();

    Aftermath(History history) {
        this.history = history;
    }

    private record Stored(Connection connection, Plan plan, String entry, long nanos, int round) {}

    /// @param round how often it was stored before
    void note(Connection connection, Plan plan, String entry, int round) {
        // A window never asks for what it stored long ago.
        while (recent.size() > 1000) recent.poll();
        recent.add(new Stored(connection, plan, entry, System.nanoTime(), round));
    }

    List<Outcome> confirm(Changes changes) {
        List<Outcome> all = new ArrayList<>();
        for (Stored stored = recent.poll(); stored != null; stored = recent.poll()) {
            try {
                long left = SETTLED.toNanos() - (System.nanoTime() - stored.nanos());
                if (left > 0) TimeUnit.NANOSECONDS.sleep(left);
                again(changes, stored).ifPresent(all::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return all;
            } catch (FailedException e) {
                // The connection broke, or the machine is gone: what was stored was stored.
            }
        }
        return all;
    }

    private Optional<Outcome> again(Changes changes, Stored stored) throws FailedException {
        Plan plan = stored.plan();
        String now = Changes.wait(stored.connection(), hypervisor -> hypervisor.storedXml(plan.uuid()));
        // Where the lines are as they were before, and nobody took the change back on purpose, somebody did not know of it.
        List<HistoryEntry> entries = history.of(plan.connection(), plan.uuid());
        Optional<String> both = Merge.takeBack(now, plan.after(), plan.before());
        if (both.isEmpty()) both = bySettings(plan, entries.stream().filter(entry -> entry.id().equals(stored.entry())).findFirst().map(HistoryEntry::after).orElse(plan.after()), now);
        Undone undone = Undone.of(entries);
        if (both.isEmpty() || handTypedIsThere(plan, now) || undone.takenBack().contains(stored.entry())) return Optional.empty();
        if (stored.round() >= ROUNDS) return Optional.of(new Outcome(plan.machine(), Outcome.Kind.MOVED, Message.of("change.outcome.overwritten", plan.machine()), Optional.empty()));
        Outcome outcome = changes.applyAgain(stored.connection(), plan.on(now, both.get()), stored.round() + 1);
        if (outcome.kind() == Outcome.Kind.MOVED) recent.add(new Stored(stored.connection(), plan, stored.entry(), System.nanoTime(), stored.round() + 1));
        return Optional.of(new Outcome(plan.machine(), outcome.kind(), outcome.stored() ? Message.of("change.outcome.again", plan.machine()) : outcome.summary(), outcome.failure(), outcome.entry()));
    }

    /// Where others have edited the lines beside: whichever settings are as they were before.
    ///
    /// @param taken as libvirt stored it
    private static Optional<String> bySettings(Plan plan, String taken, String now) throws FailedException {
        Map<String, String> before = Catalogue.read(DomainXml.parse(plan.before()));
        Map<String, String> after = Catalogue.read(DomainXml.parse(taken));
        Map<String, String> found = Catalogue.read(DomainXml.parse(now));
        List<Assignment> lost = plan.assignments().stream().filter(one -> {
            String was = before.getOrDefault(one.setting(), Setting.DEFAULT);
            return !Catalogue.same(one.setting(), was, after.getOrDefault(one.setting(), Setting.DEFAULT))
                    && Catalogue.same(one.setting(), was, found.getOrDefault(one.setting(), Setting.DEFAULT));
        }).toList();
        return lost.isEmpty() ? Optional.empty() : Optional.of(Edits.apply(now, lost).text());
    }

    /// libvirt puts what was typed anywhere where it belongs. The place of a setting is this program's own choice, which libvirt keeps.
    private static boolean handTypedIsThere(Plan plan, String now) throws FailedException {
        if (!plan.assignments().isEmpty()) return false;
        List<String> wanted = pieces(plan.after());
        List<String> added = new ArrayList<>(wanted);
        pieces(plan.before()).forEach(added::remove);
        List<String> found = pieces(now);
        return new Ours(plan).in(now) || !added.isEmpty() && added.stream().allMatch(piece -> Collections.frequency(found, piece) >= Collections.frequency(wanted, piece));
    }

    /// Tags and the text between them, however they are laid out.
    private static List<String> pieces(String xml) {
        return PIECE.matcher(xml.replace('"', '\'')).results().map(piece -> piece.group().strip()).filter(piece -> !piece.isEmpty()).toList();
    }
}
