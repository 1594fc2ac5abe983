package io.github.virtcompanion.system;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

class TypedTest {
    private static byte[] commandLine(String... words) {
        return (String.join("\0", words) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void takesTheLastWordsAsTheyWereTyped() {
        assertArrayEquals(new String[]{"show", "émoji😀", ""}, Typed.words(new String[]{"show", "\uFFFDmoji", ""}, commandLine("java", "-cp", "x", "Main", "show", "émoji😀", "")));
    }

    @Test
    void leavesWhatItCannotReadBetter() {
        String[] words = {"\uFFFD"};
        assertSame(words, Typed.words(words, new byte[]{'a', 0, (byte) 0xE9, 0}));
        assertSame(words, Typed.words(words, new byte[0]));
        String[] plain = {"list"};
        assertSame(plain, Typed.words(plain));
    }
}
