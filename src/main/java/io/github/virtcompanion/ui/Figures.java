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

    /// A power of ten at the scale: `100`, `1 k`, `10 k`.
    static String power(int exponent) {
        if (exponent < 0) return "10^" + exponent;
        int unit = Math.min(exponent / 3, UNITS.length - 1);
        return "1" + "0".repeat(exponent - 3 * unit) + UNITS[unit];
    }
}
