package io.github.virtcompanion.model;

/// What was read, and where.
///
/// @param what   what it is about: "CPU flags"
/// @param value  what was found, or a sentence why it could not be read
/// @param source file, command or libvirt call
public record Evidence(Message what, Message value, String source) {
    /// Evidence quoted as it stands in the source, untranslated.
    public static Evidence quoted(Message what, String value, String source) {
        return new Evidence(what, Message.of("model.quoted", value), source);
    }
}
