package io.github.virtcompanion.ui;

import javafx.scene.text.Font;

/// Lengths in the height of the font, for the few that a style sheet cannot give.
final class Em {
    private Em() {}

    static double px(double ems) {
        return ems * Font.getDefault().getSize();
    }
}
