package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.scene.control.ButtonType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Locale;

import static org.junit.jupiter.api.Assertions.assertEquals;

class DesktopAppTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(before);
    }

    @Test
    void theButtonsOfJavaFxSpeakTheLanguageOfTheProgram() {
        Locale.setDefault(Locale.ENGLISH);
        DesktopApp.speak(new Words(Locale.FRANCE));
        assertEquals("Annuler", ButtonType.CANCEL.getText());
        Locale.setDefault(Locale.FRANCE);
        DesktopApp.speak(new Words(Locale.ENGLISH));
        assertEquals("Cancel", ButtonType.CANCEL.getText());
    }

    /// JavaFX speaks German, this program does not; numbers stay as its user reads them.
    @Test
    void whereTheProgramFallsBackToEnglishTheButtonsDoToo() {
        Locale.setDefault(Locale.GERMANY);
        DesktopApp.speak(new Words(Locale.GERMANY));
        assertEquals("Cancel", ButtonType.CANCEL.getText());
        assertEquals("1,5", "%.1f".formatted(1.5));
    }
}
