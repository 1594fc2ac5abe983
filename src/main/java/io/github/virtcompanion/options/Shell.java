package io.github.virtcompanion.options;

import java.util.ArrayList;
import java.util.List;

/// Words on one line, with quotes as a shell has them.
final class Shell {
    private Shell() {}

    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) words.add(word.toString());
                word.setLength(0);
                inWord = false;
                continue;
            }
            inWord = true;
            if (quote != 0 && c == quote) quote = 0;
            else if (quote == 0 && (c == '\'' || c == '"')) quote = c;
            else if (c == '\\' && quote != '\'' && i + 1 < line.length()) word.append(line.charAt(++i));
            else word.append(c);
        }
        if (inWord) words.add(word.toString());
        return words;
    }

    static String quoted(String word) {
        if (!word.isEmpty() && word.matches("[^\\s'\"\\\\]+")) return word;
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
