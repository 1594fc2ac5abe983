package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;

import java.text.NumberFormat;

/// Sizes as people read them: `20 GiB`, `1.8 TiB`; `20 Gio` in French.
final class Bytes {
    private static final String[] UNITS = {"b", "k", "m", "g", "t", "p", "e"};

    private Bytes() {}

    static String say(Words words, long bytes) {
        int unit = 0;
        double value = bytes;
        // 1023.96 would round to 1024.0.
        while (value >= 1023.95 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        NumberFormat format = NumberFormat.getInstance(words.locale());
        format.setMaximumFractionDigits(value < 99.95 ? 1 : 0);
        return words.say("ui.bytes." + UNITS[unit], format.format(value));
    }

    /// Of a count of KiB that may be too large for one of bytes.
    static String sayKiB(Words words, long kib) {
        return say(words, kib > Long.MAX_VALUE / 1024 ? Long.MAX_VALUE : kib * 1024);
    }
}
