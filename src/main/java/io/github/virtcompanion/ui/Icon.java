package io.github.virtcompanion.ui;

import org.kordamp.ikonli.Ikon;

import java.util.List;

/// Icons from the one icon font, coloured by style class.
final class Icon {
    private Icon() {}

    private static final double BESIDE_A_CARD = 1.6;
    private static final double BESIDE_TEXT = 1.25;

    /// Beside words that say the same: screen readers pass over it.
    static Glyph of(Ikon ikon, String... styles) {
        Glyph icon = new Glyph(ikon, List.of(styles).contains("card-icon") ? BESIDE_A_CARD : BESIDE_TEXT);
        icon.getStyleClass().addAll(styles);
        return icon;
    }

    /// Standing for words of its own.
    static Glyph speaking(Ikon ikon, String words, String... styles) {
        Glyph icon = of(ikon, styles);
        icon.setAccessibleText(words);
        return icon;
    }
}
