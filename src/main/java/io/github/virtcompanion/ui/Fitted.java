package io.github.virtcompanion.ui;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.Dialog;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.stage.Screen;
import javafx.stage.Window;
import javafx.util.Duration;

/// Keeps a dialog as high as what there is to read, in the middle of its window, and on the screen.
final class Fitted {
    private static final double WIDE = 50;
    private static final double HIGHEST = 34;
    /// Title bar, headline and buttons.
    private static final double AROUND = 14;
    /// A busy window manager gives a window that is just coming the size of before, some time after it was told the right one.
    private static final int[] LOOKS = {150, 500, 1500, 3000};
    private final Timeline looks = new Timeline();
    private final Dialog<?> dialog;
    private final ScrollPane scroll;
    private final Region contents;

    /// @param contents of the scroll pane
    Fitted(Dialog<?> dialog, ScrollPane scroll, Region contents) {
        this.dialog = dialog;
        this.scroll = scroll;
        this.contents = contents;
        scroll.setPrefViewportWidth(Em.px(WIDE));
        for (int millis : LOOKS) looks.getKeyFrames().add(new KeyFrame(Duration.millis(millis), _ -> keep()));
    }

    private void keep() {
        if (dialog.isShowing() && scroll.getScene() != null && scroll.getHeight() + 1 < scroll.getPrefViewportHeight()) place();
    }

    /// As high as what there is to read, up to a point.
    void fit() {
        contents.applyCss();
        scroll.setPrefViewportHeight(Math.min(highest(), contents.prefHeight(scroll.getViewportBounds().getWidth() > 0 ? scroll.getViewportBounds().getWidth() : Em.px(WIDE)) + Em.px(0.5)));
        place();
        looks.playFromStart();
    }

    private void place() {
        Window window = dialog.getDialogPane().getScene().getWindow();
        window.sizeToScene();
        Window owner = dialog.getOwner();
        Rectangle2D screen = Screen.getScreensForRectangle(owner.getX(), owner.getY(), owner.getWidth(), owner.getHeight()).stream().findFirst()
                .orElse(Screen.getPrimary()).getVisualBounds();
        window.setX(within(owner.getX() + (owner.getWidth() - window.getWidth()) / 2, screen.getMinX(), screen.getMaxX() - window.getWidth()));
        window.setY(within(owner.getY() + (owner.getHeight() - window.getHeight()) / 2, screen.getMinY(), screen.getMaxY() - window.getHeight()));
    }

    /// The title bar rather than the buttons stays on a screen that is too small for both.
    private static double within(double wanted, double least, double most) {
        return Math.max(least, Math.min(most, wanted));
    }

    private static double highest() {
        return Math.min(Em.px(HIGHEST), Screen.getPrimary().getVisualBounds().getHeight() - Em.px(AROUND));
    }
}
