package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;

import java.util.List;

/// What the help has to say, in the order in which it is read. The words are in `help.properties`.
final class HelpText {
    static final List<String> MANUAL = List.of("start", "switch", "cache", "measure", "undo", "rights", "remote", "shell", "keys", "trouble");
    static final List<String> TERMS = List.of("kvm", "tcg", "libvirt", "cache", "writeback", "writethrough", "none", "directsync", "unsafe", "pending", "cow", "flush", "nested");

    private HelpText() {}

    /// @param word whether it is one of the words explained, not a chapter of the manual
    record Topic(String name, boolean word) {
        String title(Words words) {
            return words.say((word ? "help.word." : "help.chapter.") + name);
        }

        String text(Words words) {
            return words.say((word ? "help.word." : "help.chapter.") + name + ".text");
        }
    }

    static Topic chapter(String name) {
        return new Topic(name, false);
    }

    static Topic term(String name) {
        return new Topic(name, true);
    }
}
