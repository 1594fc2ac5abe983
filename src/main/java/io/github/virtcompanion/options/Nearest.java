package io.github.virtcompanion.options;

import java.util.Comparator;
import java.util.List;

/// The setting that somebody meant who wrote another.
final class Nearest {
    private Nearest() {}

    static String of(List<Setting> all, String typed) {
        // Nobody means a name of that length, and comparing takes its square.
        String name = typed.substring(0, Math.min(typed.length(), 100));
        // What is between the first and the last dot may be a disk's name.
        int first = name.indexOf('.');
        int last = name.lastIndexOf('.');
        String key = last > first + 1 ? name.substring(first + 1, last) : "*";
        return all.stream().map(setting -> setting.nameFor(setting.ofDisk() || setting.name().startsWith("nic.") ? key : "*"))
                .min(Comparator.<String>comparingInt(known -> farness(name, known)).thenComparingInt(known -> distance(name, known))).orElseThrow();
    }

    /// A word that is part of the right one is nearer than its length says: `cache`, `disk.sda.zeroes`.
    private static int farness(String name, String known) {
        String word = lastPart(name);
        return word.length() > 2 && lastPart(known).contains(word) ? Math.min(1, distance(name, known)) : distance(name, known);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// Levenshtein's.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
