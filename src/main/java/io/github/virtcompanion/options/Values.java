package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Values as people write them: whether they are values of a setting, and the one way to write each.
final class Values {
    private static final int HIGHEST = 16384;

    private Values() {}

    /// @throws FailedException not a value of this setting; the next step says what is
    static void check(Setting setting, Assignment assignment) throws FailedException {
        String value = assignment.value();
        if (value.equals(Setting.DEFAULT) && setting.removable()) return;
        boolean fits = switch (setting.kind()) {
            case CHOICE, FLAG -> setting.values().contains(value);
            case NUMBER -> setting.values().contains(value) || number(setting, value);
            case SIZE -> size(setting, value);
            case CPUSET -> !cpus(value).isEmpty();
            case NAME -> value.matches("[^\\s<>&'\"]+");
            case TEXT -> setting.place() instanceof Place.Formed formed ? formed.takes(value) : setting.name().equals("description") || value.indexOf('\n') < 0;
        };
        if (fits) return;
        Message allowed = switch (setting.kind()) {
            case CHOICE, FLAG -> choice(setting, value);
            default -> setting.place() instanceof Place.Formed formed ? formed.form() : Message.of(setting.removable() ? "options.bad-value.or-default" : "options.bad-value.only", kind(setting));
        };
        throw new Failure(Message.of("options.bad-value", assignment.setting(), value), allowed, "").asException();
    }

    private static Message choice(Setting setting, String value) {
        List<String> near = Nearest.words(setting.values(), value);
        return near.isEmpty() ? Message.of("options.bad-value.choice", inWords(setting)) : Message.of("options.bad-value.choice.meant", inWords(setting), String.join(", ", near));
    }

    private static Message kind(Setting setting) {
        return switch (setting.kind()) {
            case NUMBER -> setting.values().isEmpty() ? Message.of("options.bad-value.number", bound(setting.range().from()), bound(setting.range().to()))
                    : Message.of("options.bad-value.number-or", bound(setting.range().from()), bound(setting.range().to()), String.join(", ", setting.values()));
            case SIZE -> Message.of("options.bad-value.size");
            case CPUSET -> Message.of("options.bad-value.cpuset");
            case NAME -> Message.of("options.bad-value.name");
            default -> Message.of("options.bad-value.line");
        };
    }

    private static String bound(long number) {
        return number == Long.MAX_VALUE ? "…" : Long.toString(number);
    }

    private static boolean number(Setting setting, String value) {
        if (!value.matches("-?[0-9]{1,18}")) return false;
        long number = Long.parseLong(value);
        return number >= setting.range().from() && number <= setting.range().to() && value.equals(Long.toString(number));
    }

    private static boolean size(Setting setting, String value) {
        try {
            long bytes = Sizes.bytes(value);
            return bytes >= 0 && (!(place(setting.place()) instanceof Place.Sized sized) || sized.unit() || bytes % sized.base() == 0);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Place place(Place place) {
        return place instanceof Wrapping wrapping ? place(wrapping.inside()) : place;
    }

    /// The allowed values in one line.
    static String inWords(Setting setting) {
        return !setting.listed() ? String.join(", ", Stream.concat(Stream.of(setting.kind().name().toLowerCase(java.util.Locale.ROOT)), setting.values().stream()).toList())
                : (setting.removable() ? Setting.DEFAULT + ", " : "") + String.join(", ", setting.values());
    }

    /// The one way to write it, so that two values can be compared: `1024M` is `1GiB`, `0,1,2` is `0-2`.
    static String canonical(Setting setting, String value) {
        if (value.equals(Setting.DEFAULT)) return value;
        return switch (setting.kind()) {
            case SIZE -> size(setting, value) ? Sizes.words(Sizes.bytes(value)) : value;
            case CPUSET -> {
                TreeSet<Integer> cpus = cpus(value);
                yield cpus.isEmpty() ? value : cpuset(cpus);
            }
            case TEXT -> setting.place() instanceof Place.Formed formed ? formed.written(value) : value;
            default -> value;
        };
    }

    /// `0-3,^2,8`; empty where it is no such list (virBitmapParse).
    static TreeSet<Integer> cpus(String written) {
        TreeSet<Integer> all = new TreeSet<>();
        for (String part : written.strip().split(",", -1)) {
            String one = part.strip();
            boolean less = one.startsWith("^");
            String[] ends = (less ? one.substring(1) : one).split("-", -1);
            if (ends.length > 2 || !List.of(ends).stream().allMatch(end -> end.matches("[0-9]{1,5}"))) return new TreeSet<>();
            int from = Integer.parseInt(ends[0]);
            int to = Integer.parseInt(ends[ends.length - 1]);
            if (from > to || to >= HIGHEST) return new TreeSet<>();
            for (int cpu = from; cpu <= to; cpu++) if (less) all.remove(cpu); else all.add(cpu);
        }
        return all;
    }

    static String cpuset(Iterable<Integer> sorted) {
        List<String> parts = new ArrayList<>();
        int from = -1;
        int last = -2;
        for (int cpu : sorted) {
            if (cpu != last + 1) {
                if (from >= 0) parts.add(range(from, last));
                from = cpu;
            }
            last = cpu;
        }
        if (from >= 0) parts.add(range(from, last));
        return String.join(",", parts);
    }

    private static String range(int from, int to) {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }
}
