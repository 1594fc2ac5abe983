package io.github.virtcompanion.model;

import java.util.List;

/// A sentence for people, not yet in a language: a key of a resource bundle and what is put into it.
///
/// @param key  `bundle.rest`: the part before the first dot names the bundle (`advice.kvm.title` is in `advice.properties`)
/// @param args numbers, strings, or further messages, which are translated in their turn
public record Message(String key, List<Object> args) {
    public Message {
        args = List.copyOf(args);
    }

    public static Message of(String key, Object... args) {
        return new Message(key, List.of(args));
    }
}
