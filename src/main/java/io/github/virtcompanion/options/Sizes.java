package io.github.virtcompanion.options;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/// Amounts of bytes as people write them and as libvirt does (virScaleInteger: K and KiB are 1024, KB is 1000).
public final class Sizes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Sizes() {}

    /// `512MiB`, `1.5 G`, `4096` (bytes).
    ///
    /// @throws NumberFormatException no amount, or not a whole number of bytes
    public static long bytes(String written) {
        String text = written.strip();
        int end = 0;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) end++;
        String unit = text.substring(end).strip();
        BigDecimal scale = BigDecimal.valueOf(unit.isEmpty() ? 1 : unit(unit).orElseThrow(() -> new NumberFormatException(written)));
        try {
            return new BigDecimal(text.substring(0, end)).multiply(scale).longValueExact();
        } catch (ArithmeticException e) {
            throw new NumberFormatException(written);
        }
    }

    /// Bytes in a unit; empty for one that nobody knows.
    static Optional<Long> unit(String written) {
        String unit = written.strip().toLowerCase(Locale.ROOT);
        if (unit.equals("b") || unit.equals("byte") || unit.equals("bytes")) return Optional.of(1L);
        if (unit.isEmpty()) return Optional.empty();
        int power = "kmgtpe".indexOf(unit.charAt(0)) + 1;
        String rest = unit.substring(1);
        if (power == 0 || !rest.isEmpty() && !rest.equals("b") && !rest.equals("ib")) return Optional.empty();
        return Optional.of((long) Math.pow(rest.equals("b") ? 1000 : 1024, power));
    }

    /// In the largest unit that needs no fraction: `512MiB`.
    public static String words(long bytes) {
        int unit = 0;
        long left = bytes;
        while (unit < UNITS.length - 1 && left != 0 && left % 1024 == 0) {
            left /= 1024;
            unit++;
        }
        return left + UNITS[unit];
    }

    /// The XML's number and unit as one value; the number itself where it is none.
    static String fromXml(String number, Optional<String> unit, long base) {
        try {
            BigDecimal scale = BigDecimal.valueOf(unit.flatMap(Sizes::unit).orElse(base));
            return words(new BigDecimal(number.strip()).multiply(scale).longValueExact());
        } catch (NumberFormatException | ArithmeticException e) {
            return number.strip();
        }
    }
}
