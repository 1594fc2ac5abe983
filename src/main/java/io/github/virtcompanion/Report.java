package io.github.virtcompanion;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Stream;

/// What a bug report needs to tell of the surroundings; nothing of the user's own.
final class Report {
    private Report() {}

    static String surroundings() {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor", "") + "), " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        lines.add("locale " + Locale.getDefault().toLanguageTag());
        Stream.of("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "GDK_SCALE", "GDK_BACKEND", "GTK_THEME", "VIRT_COMPANION_GPU")
                .filter(name -> System.getenv(name) != null).forEach(name -> lines.add(name + "=" + System.getenv(name)));
        return lines.toString();
    }

    /// In one line, what an error comes from.
    static String innermost(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause.toString().lines().findFirst().orElse("");
    }
}
