package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Edits;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What differs between two definitions, said in the catalogue's words.
final class Changed {
    private static final String ABSENT = "default";
    private static final int MOST = 4;
    static final Message IN_THE_DIFFERENCE = Message.of("change.changed-xml");
    /// Those of a whole definition, which may hold anything.
    private static final Set<Plan.Kind> WHOLE = Set.of(Plan.Kind.XML, Plan.Kind.UNDO, Plan.Kind.REDO, Plan.Kind.RESTORE, Plan.Kind.OUTSIDE);

    private Changed() {}

    static List<Message> between(String before, String after, Plan.Kind kind) throws FailedException {
        if (before.equals(after)) return List.of();
        Map<String, String> old = Catalogue.read(DomainXml.parse(before));
        Map<String, String> now = Catalogue.read(DomainXml.parse(after));
        List<Message> all = new ArrayList<>();
        List<Assignment> named = new ArrayList<>();
        // In the catalogue's order: the type before the CPU that goes along with it.
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(old.keySet());
        for (String name : names) {
            String was = old.getOrDefault(name, ABSENT);
            String is = now.getOrDefault(name, ABSENT);
            if (was.equals(is)) continue;
            all.add(Message.of("change.changed", name(name), shown(was), shown(is)));
            named.add(new Assignment(name, is));
        }
        // The difference shows both blanked.
        boolean secrets = !Secrets.same(before, after);
        if (secrets) all.add(Message.of("change.changed-secret"));
        // Whatever the catalogue has no words for is in the diff; say so rather than nothing.
        if (all.isEmpty()) all.add(IN_THE_DIFFERENCE);
        else if (WHOLE.contains(kind) && more(before, after, named)) all.add(Message.of("change.changed-more"));
        return all;
    }

    /// Whether there is more than what the catalogue has words for and the passwords.
    private static boolean more(String before, String after, List<Assignment> named) {
        if (Secrets.blank(before).equals(Secrets.blank(after))) return false;
        try {
            return !Secrets.blank(Edits.apply(before, named).text()).equals(Secrets.blank(after));
        } catch (FailedException e) {
            // Such values do not come from an edit of this program.
            return true;
        }
    }

    /// What somebody else made of a definition meanwhile, and that a plan is to be reviewed again on that.
    static Failure meanwhile(String machine, String before, String now) {
        Message what = Message.of("change.outcome.moved", machine);
        Message again = Message.of("change.outcome.moved.next");
        if (before.equals(now)) return new Failure(what, again, "");
        String difference = Diff.unified(before, now, machine);
        try {
            List<Message> all = between(before, now, Plan.Kind.OUTSIDE);
            List<Message> named = all.stream().filter(one -> one.key().equals("change.changed")).limit(MOST).toList();
            Optional<Message> told = named.stream().reduce((first, second) -> Message.of("change.and", first, second));
            // The rest is in the difference, as everything is.
            Optional<Message> more = named.size() == all.size() ? told : told.map(some -> Message.of("change.and-more", some));
            return new Failure(what, more.map(some -> Message.of("change.outcome.moved.told", some)).orElse(again), difference);
        } catch (FailedException e) {
            // What cannot be read as a definition is there to be looked at.
            return new Failure(what, again, difference);
        }
    }

    /// `vda: Cache mode`, `Type`.
    private static Message name(String name) throws FailedException {
        Setting setting = Catalogue.find(name);
        return setting.many() ? Message.of("change.of-disk", Catalogue.key(name), setting.label()) : setting.label();
    }

    private static Object shown(String value) {
        return value.equals(ABSENT) ? Message.of("change.value.default") : value;
    }
}
