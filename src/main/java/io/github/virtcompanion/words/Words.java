package io.github.virtcompanion.words;

import io.github.virtcompanion.model.Message;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Turns a [Message] into a sentence of the user's language.
///
/// One bundle a package (`advice.properties`, `advice_fr.properties`, …): the first part of a key names it.
/// Apostrophes need no doubling in the bundles. Safe for use by several threads.
public final class Words {
    private final Locale locale;
    private final Map<String, ResourceBundle> bundles = new ConcurrentHashMap<>();

    public Words(Locale locale) {
        this.locale = locale;
    }

    /// French for every French locale, English for all others.
    public static Words ofDesktop() {
        return new Words(locale(Locale.getDefault(), System.getenv()));
    }

    /// Java falls back to English where the system has not generated the locale that its user asks for; the wish counts all the same.
    /// Precedence: locale(7), and GNU's LANGUAGE above it, which counts in no C locale.
    static Locale locale(Locale ofJava, Map<String, String> environment) {
        if (!ofJava.getLanguage().equals("en") && !ofJava.getLanguage().isEmpty()) return ofJava;
        String wish = Stream.of("LC_ALL", "LC_MESSAGES", "LANG").map(name -> environment.getOrDefault(name, "")).filter(value -> !value.isEmpty())
                .findFirst().orElse("");
        if (wish.isEmpty() || wish.equals("POSIX") || wish.equals("C") || wish.startsWith("C.")) return ofJava;
        String language = environment.getOrDefault("LANGUAGE", "").isEmpty() ? wish : environment.get("LANGUAGE").split(":")[0];
        Locale wished = Locale.forLanguageTag(language.replaceFirst("[.@].*", "").replace('_', '-'));
        return wished.getLanguage().isEmpty() ? ofJava : wished;
    }

    /// That of numbers and dates.
    public Locale locale() {
        return locale;
    }

    /// The language of the sentences, which are English where there are none in that of [#locale].
    public Locale language() {
        Locale found = bundles.computeIfAbsent("ui", this::bundle).getLocale();
        return found.getLanguage().isEmpty() ? Locale.ENGLISH : found;
    }

    public String say(Message message) {
        return say(message.key(), message.args().toArray());
    }

    /// @param args numbers and strings; a [Message] among them is translated first
    public String say(String key, Object... args) {
        String pattern = pattern(key);
        // Most labels are only words, and a MessageFormat takes longer to make than to use.
        if (args.length == 0 && pattern.indexOf('{') < 0) return pattern;
        Object[] spoken = new Object[args.length];
        for (int i = 0; i < args.length; i++) spoken[i] = args[i] instanceof Message inner ? say(inner) : args[i];
        // MessageFormat takes an apostrophe as the start of a quotation; French is full of them.
        return new MessageFormat(pattern.replace("'", "''"), locale).format(spoken);
    }

    private String pattern(String key) {
        String name = key.substring(0, Math.max(0, key.indexOf('.')));
        ResourceBundle bundle = bundles.computeIfAbsent(name, this::bundle);
        try {
            return bundle.getString(key);
        } catch (MissingResourceException e) {
            throw new IllegalArgumentException("no words for " + key + " in " + name + " (" + locale + ")", e);
        }
    }

    private ResourceBundle bundle(String name) {
        return ResourceBundle.getBundle("io.github.virtcompanion.words." + name, locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
