package io.github.virtcompanion.ui;

import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignAIkonHandler;

/// A sign of Ikonli's icon font, coloured by the style sheet.
///
/// Ikonli's own node, FontIcon, writes itself a style, which is parsed anew for each and keeps JavaFX from using for one what
/// it has found out for another; a list has a hundred of them.
final class Glyph extends Text {
    /// One font file for all letters of the alphabet by which Ikonli keeps its enums apart.
    private static final String FAMILY = load();

    Glyph(double ems) {
        getStyleClass().add("glyph");
        setFont(Font.font(FAMILY, Math.round(Em.px(ems))));
        setFocusTraversable(false);
    }

    Glyph(Ikon ikon, double ems) {
        this(ems);
        show(ikon);
    }

    void show(Ikon ikon) {
        setText(Character.toString(ikon.getCode()));
    }

    private static String load() {
        var handler = new MaterialDesignAIkonHandler();
        return Font.loadFont(handler.getFontResource().toExternalForm(), 0).getFamily();
    }
}
