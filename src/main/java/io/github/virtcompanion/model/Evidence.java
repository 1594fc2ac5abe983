package io.github.virtcompanion.model;

/// What was read, and where.
///
/// @param what   what it is about: "CPU flags"
/// @param value  what was found, or a sentence why it could not be read
/// @param source file, command or libvirt call
/// @param sign   what it means by itself for what is being judged
public record Evidence(Message what, Message value, String source, Sign sign) {
    public Evidence(Message what, Message value, String source) {
        this(what, value, source, Sign.NEUTRAL);
    }

    /// Read at one glance: green, amber, red, and grey for the last two.
    public enum Sign {
        GOOD, DOUBTFUL, BAD,
        /// It names or explains; it speaks neither for nor against.
        NEUTRAL,
        /// It could not be read.
        UNKNOWN;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Evidence quoted as it stands in the source, untranslated.
    public static Evidence quoted(Message what, String value, String source) {
        return new Evidence(what, Message.of("model.quoted", value), source);
    }

    public Evidence with(Sign newSign) {
        return new Evidence(what, value, source, newSign);
    }
}
