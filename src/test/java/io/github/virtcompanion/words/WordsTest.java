package io.github.virtcompanion.words;

import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class WordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Java's | environment                          | language
            en       |                                      | en
            fr       |                                      | fr
            fr       | LANG=en_US.UTF-8                     | fr
            en       | LANG=fr_FR.UTF-8                     | fr
            en       | LANG=fr_CA                           | fr
            en       | LC_ALL=C.UTF-8 LANG=fr_FR.UTF-8      | en
            en       | LC_ALL=C LANGUAGE=fr                 | en
            en       | LANG=POSIX LANGUAGE=fr               | en
            en       | LC_MESSAGES=fr_BE@euro LANG=en_GB    | fr
            en       | LANG=en_US.UTF-8 LANGUAGE=fr:en      | fr
            en       | LANG=nonsense!                       | en
            """)
    void theUsersWishCounts(String ofJava, String environment, String language) {
        Map<String, String> variables = new HashMap<>();
        if (environment != null) for (String pair : environment.split(" ")) variables.put(pair.split("=")[0], pair.split("=")[1]);
        assertEquals(language, Words.locale(Locale.of(ofJava), variables).getLanguage());
    }

    @Test
    void messagesNest() {
        assertEquals("a “b” c", new Words(Locale.ENGLISH).say("model.quoted", Message.of("model.quoted", "a “b” c")));
        assertThrows(IllegalArgumentException.class, () -> new Words(Locale.ENGLISH).say("model.no-such-key"));
    }
}
