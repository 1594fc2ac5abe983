package io.github.virtcompanion.ui;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;

/// Icons from the one icon font, coloured by style class.
final class Icon {
    private Icon() {}

    private static final double BESIDE_A_CARD = 1.6;
    private static final double BESIDE_TEXT = 1.25;

    /// Beside words that say the same: screen readers pass over it.
    static FontIcon of(Ikon ikon, String... styles) {
        FontIcon icon = new FontIcon(ikon);
        size(icon, List.of(styles).contains("card-icon") ? BESIDE_A_CARD : BESIDE_TEXT);
        icon.getStyleClass().addAll(styles);
        icon.setFocusTraversable(false);
        return icon;
    }

    /// A style sheet cannot: an icon's size is its font's, so that an em of it would grow with itself.
    static void size(FontIcon icon, double ems) {
        icon.setIconSize((int) Math.round(Em.px(ems)));
    }

    /// Standing for words of its own.
    static FontIcon speaking(Ikon ikon, String words, String... styles) {
        FontIcon icon = of(ikon, styles);
        icon.setAccessibleText(words);
        return icon;
    }
}
