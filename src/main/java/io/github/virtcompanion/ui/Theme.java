package io.github.virtcompanion.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/// Light or dark: as the desktop has it, and changing with it, unless the user chose.
final class Theme {
    enum Choice {
        SYSTEM, LIGHT, DARK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Choice of(String word) {
            return Arrays.stream(values()).filter(choice -> choice.word().equals(word)).findFirst().orElse(SYSTEM);
        }
    }

    private final ObjectProperty<Choice> choice = new SimpleObjectProperty<>(Choice.SYSTEM);
    private final Remembered remembered;

    Theme(Remembered remembered) {
        this.remembered = remembered;
        choice.set(Choice.of(remembered.text("theme", Choice.SYSTEM.word())));
        choice.addListener((_, _, chosen) -> {
            remembered.put("theme", chosen.word());
            remembered.save();
            apply();
        });
    }

    ObjectProperty<Choice> choiceProperty() {
        return choice;
    }

    /// From now on, for all windows. GTK's own theme decides what the desktop's choice is.
    void follow() {
        Platform.getPreferences().colorSchemeProperty().addListener((_, _, _) -> apply());
        apply();
    }

    /// What this program adds to the theme, made from `window.css` by the build.
    static String sheet() {
        return Objects.requireNonNull(Theme.class.getResource("window.bss")).toExternalForm();
    }

    private void apply() {
        boolean dark = switch (choice.get()) {
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
            case LIGHT -> false;
            case DARK -> true;
        };
        // The binary form of the sheets spares parsing 165 kB of CSS at each start.
        Application.setUserAgentStylesheet(dark ? new PrimerDark().getUserAgentStylesheetBSS() : new PrimerLight().getUserAgentStylesheetBSS());
    }
}
