package io.github.virtcompanion.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What somebody meant who wrote something else. Nothing is better than anything: what resembles nothing is told without a guess.
public final class Nearest {
    private static final int FAR = Integer.MAX_VALUE;
    private static final int MOST = 3;
    private static final Set<String> YES = Set.of("on", "yes", "true", "1", "enable", "enabled");
    private static final Set<String> NO = Set.of("off", "no", "false", "0", "disable", "disabled");

    private Nearest() {}

    /// Of names and values: those that are written otherwise, are part of it or have it as a part, or are few letters away.
    public static List<String> words(Collection<String> known, String typed) {
        return nearest(known.stream(), word -> farness(typed, word));
    }

    static List<String> settings(List<Setting> all, String typed) {
        // What is between the first and the last dot may be a disk's name; so may what is before the only one.
        int first = typed.indexOf('.');
        int last = typed.lastIndexOf('.');
        if (first == last && typed.matches("[fhsvx]v?d[a-z]{1,2}\\..*")) return settings(all, "disk." + typed);
        String disk = last > first ? typed.substring(first + 1, last) : "*";
        return nearest(all.stream().map(setting -> setting.nameFor(setting.ofDisk() || setting.name().startsWith("nic.") ? disk : "*")), name -> settingFarness(typed, name));
    }

    /// A whole word of the right name is nearer than its length says: `cache`, `cpu`, `disk.sda.zeroes`.
    private static int settingFarness(String typed, String name) {
        String word = lastPart(typed);
        if (lastPart(name).equals(word)) return 0;
        boolean part = typed.equals(word) && List.of(name.split("\\.")).contains(word) || word.length() > 2 && lastPart(name).contains(word);
        int whole = within(typed, name);
        int end = typed.equals(word) ? within(word, lastPart(name)) : FAR;
        // Of two with as many wrong letters, the one that is the whole name.
        return Math.min(part ? 3 : FAR, Math.min(whole == FAR ? FAR : 2 * whole, end == FAR ? FAR : 2 * end + 1));
    }

    private static int farness(String typed, String word) {
        String one = plain(typed);
        String other = plain(word);
        if (one.equals(other) || YES.contains(one) && YES.contains(other) || NO.contains(one) && NO.contains(other)) return 0;
        boolean part = one.length() > 2 && other.contains(one) || other.length() > 2 && one.contains(other);
        return Math.min(part ? 1 : FAR, within(one, other));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /// The best, in their order; others only where they are as near.
    private static List<String> nearest(Stream<String> known, ToIntFunction<String> farness) {
        Map<String, Integer> all = known.distinct().collect(Collectors.toMap(word -> word, farness::applyAsInt, (a, _) -> a, LinkedHashMap::new));
        int best = all.values().stream().min(Comparator.naturalOrder()).orElse(FAR);
        return best == FAR ? List.of() : all.entrySet().stream().filter(one -> one.getValue() == best).map(Map.Entry::getKey).limit(MOST).toList();
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// How many letters are wrong; far where that is more than every third.
    private static int within(String typed, String known) {
        int most = (typed.length() + 1) / 3;
        // Nobody means a name of that length, and comparing takes its square.
        if (typed.length() > 100 || Math.abs(typed.length() - known.length()) > most) return FAR;
        int wrong = distance(typed, known);
        return wrong <= most ? wrong : FAR;
    }

    /// Levenshtein's, with two letters in the wrong order as one mistake.
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                rows[i][j] = Math.min(rows[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }
        return rows[a.length()][b.length()];
    }
}
