package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.Verdict;
import io.github.virtcompanion.words.Words;

import java.text.NumberFormat;

/// Rates as they are shown: with as many digits as they deserve.
final class Figures {
    private static final String[] UNITS = {"", " k", " M", " G"};

    private Figures() {}

    /// `2,800`: KiB/s, two digits that count.
    static String rate(Words words, double kibPerSecond) {
        NumberFormat format = NumberFormat.getInstance(words.locale());
        format.setMaximumFractionDigits(kibPerSecond < 9.95 ? 1 : 0);
        return format.format(Verdict.twoDigits(kibPerSecond));
    }

    /// The newest figure of a graph's column: `12 %`, `1.2 MiB/s`; empty where none is known.
    static String newest(Words words, Column column, Row.OfMachine row) {
        double number = column.newest(row);
        if (number < 0) return "";
        if (column.rate()) return words.say("machines.per-second", Bytes.say(words, Math.round(number)));
        if (column == Column.MEMORY_USE) return row.usage.get().newest().map(sample -> Bytes.sayKiB(words, (long) sample.usedKiB())).orElse("");
        return words.say("ui.percent", Math.round(number));
    }

    /// A power of ten at the scale: `100`, `1 k`, `10 k`.
    static String power(int exponent) {
        if (exponent < 0) return "10^" + exponent;
        int unit = Math.min(exponent / 3, UNITS.length - 1);
        return "1" + "0".repeat(exponent - 3 * unit) + UNITS[unit];
    }
}
