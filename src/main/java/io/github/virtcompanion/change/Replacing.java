package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Beside;
import io.github.virtcompanion.model.FailedException;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Puts a changed definition in the place of the one that it was made from, and finds out whose it has overwritten: libvirt
/// takes whatever whole definition comes last, and cannot be told what must have been there.
final class Replacing {
    private final Hypervisor hypervisor;
    private final Rivals.Watching watching;

    /// @param watching how other programs' edits are seen meanwhile
    Replacing(Hypervisor hypervisor, Rivals.Watching watching) {
        this.hypervisor = hypervisor;
        this.watching = watching;
    }

    /// @param readBack    as libvirt gives it now
    /// @param inPlace     libvirt edited: nothing was overwritten
    /// @param overwritten somebody else's definition, which came after the last look and before ours
    /// @param unread      somebody stored something that nobody has read: it was overwritten at once
    /// @param overtaken   ours as it was stored, where somebody may have stored after it and before it was read back
    record Replaced(String readBack, boolean inPlace, Optional<String> overwritten, boolean unread, Optional<String> overtaken) {}

    /// @param standing what must be stored now; no text where nothing must be
    /// @return empty where it is not: nothing has been done
    Optional<Replaced> replace(Plan plan, String standing) throws FailedException {
        boolean anew = standing.isEmpty();
        boolean oneThing = standing.equals(plan.before()) && !plan.assignments().isEmpty();
        Ours ours = new Ours(plan);
        try (Rivals rivals = watching.of(hypervisor, plan.uuid())) {
            if (!anew && !hypervisor.storedXml(plan.uuid()).equals(standing)) return Optional.empty();
            rivals.compared();
            boolean inPlace = oneThing && Narrow.store(hypervisor, plan);
            if (plan.assignments().isEmpty()) hypervisor.define(plan.after());
            else if (!inPlace) hypervisor.redefine(plan.after());
            String readBack = hypervisor.storedXml(plan.uuid());
            if (anew) return Optional.of(new Replaced(readBack, false, Optional.empty(), false, Optional.empty()));
            if (inPlace) return Optional.of(new Replaced(readBack, true, Optional.empty(), false, overtaken(plan, ours, readBack, rivals.seen())));
            return Optional.of(replaced(plan, ours, standing, readBack, rivals.seen()));
        }
    }

    private static Replaced replaced(Plan plan, Ours ours, String standing, String readBack, Rivals.Seen seen) throws FailedException {
        Set<String> stored = new LinkedHashSet<>(seen.texts());
        stored.add(readBack);
        stored.remove(standing);
        // What is kept beside the definition is stored by itself, after it or before.
        if (!plan.after().isEmpty()) stored.removeIf(text -> !text.equals(readBack) && (text.equals(Beside.like(plan.before(), plan.after())) || text.equals(Beside.like(plan.after(), plan.before()))));
        Optional<String> theirs = Optional.empty();
        boolean oursSeen = false;
        for (String text : stored) {
            boolean has = ours.in(text);
            oursSeen |= has;
            if (!has && !text.equals(readBack)) theirs = Optional.of(text);
        }
        int all = stored.size() + (oursSeen ? 0 : 1);
        // Where somebody has stored later, without knowing of ours, theirs is not what ours has overwritten.
        return new Replaced(readBack, false, ours.in(readBack) ? theirs : Optional.empty(), seen.stores().filter(counted -> counted > all).isPresent(), overtaken(plan, ours, readBack, seen));
    }

    private static Optional<String> overtaken(Plan plan, Ours ours, String readBack, Rivals.Seen seen) throws FailedException {
        for (String text : seen.texts()) if (!text.equals(readBack) && ours.in(text)) return Optional.of(text);
        return seen.stores().filter(counted -> counted > 1).map(_ -> plan.after());
    }
}
