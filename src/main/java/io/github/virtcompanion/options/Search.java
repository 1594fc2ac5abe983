package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Message;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/// Finds settings by anybody's words for them: the name, the label, the explanation, the XML, the values, or a word that means the same.
public final class Search {
    private final List<List<String>> synonyms = new ArrayList<>();
    private final Function<Message, String> words;

    /// @param words says messages in the user's language
    public Search(Function<Message, String> words) {
        this.words = words;
        for (String group : words.apply(Message.of("options.synonyms")).split(";")) synonyms.add(List.of(plain(group).strip().split("\\s+")));
    }

    /// Every word of what is typed must be found, or one that means the same.
    public boolean finds(Setting setting, String name, String typed) {
        String text = text(setting, name);
        for (String word : plain(typed).strip().split("\\s+")) if (!finds(text, word)) return false;
        return true;
    }

    /// Whether it is found by the very words that were typed.
    public boolean says(Setting setting, String name, String typed) {
        String text = text(setting, name);
        return List.of(plain(typed).strip().split("\\s+")).stream().allMatch(text::contains);
    }

    /// How near a found setting is to what was typed: 0 where that is its name, 1 where it is called just that, 2 where name or label
    /// has every word, 3 where its explanation or values have, 4 where only words that mean the same are there.
    public int distance(Setting setting, String name, String typed) {
        String wanted = plain(typed).strip();
        String label = plain(words.apply(setting.label()));
        if (plain(name).equals(wanted)) return 0;
        if (label.equals(wanted) || plain(name).endsWith("." + wanted)) return 1;
        if (Stream.of(wanted.split("\\s+")).allMatch((plain(name) + " " + label)::contains)) return 2;
        return says(setting, name, typed) ? 3 : 4;
    }

    private boolean finds(String text, String word) {
        return text.contains(word) || word.length() > 2 && synonyms.stream().filter(group -> group.stream().anyMatch(other -> other.equals(word) || other.length() > 3 && other.startsWith(word)))
                .flatMap(List::stream).anyMatch(other -> other.length() > 3 ? text.contains(other) : List.of(text.split("[^a-z0-9]+")).contains(other));
    }

    private String text(Setting setting, String name) {
        StringBuilder text = new StringBuilder();
        for (String part : List.of(name, setting.path(), words.apply(setting.label()), words.apply(setting.what()), String.join(" ", setting.values()))) text.append(part).append(' ');
        for (String value : setting.values()) setting.valueWords(value).map(words).ifPresent(said -> text.append(said).append(' '));
        return plain(text.toString());
    }

    /// Small letters without accents.
    private static String plain(String text) {
        return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }
}
