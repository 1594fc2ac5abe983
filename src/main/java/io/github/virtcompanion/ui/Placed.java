package io.github.virtcompanion.ui;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Dialog;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javafx.util.Duration;

/// Dialogs in the middle of their window and as large as what they hold.
///
/// On a busy desktop, X's first answers about a new window can come after it was given its place, and JavaFX takes them for
/// somebody's wish: dialogs stood in the corner of the screen with the title bar outside, or were too low for their buttons.
/// What happens so in the first moment is put right, once: a window manager that insists has its way.
final class Placed {
    private static final Duration LOOK = Duration.millis(150);
    private static final int LOOKS = 5;
    private static final double CORNER = 2;
    private final Window window;
    private final double x;
    private final double y;
    private final double width;
    private final double height;

    private Placed(Window window) {
        this.window = window;
        x = window.getX();
        y = window.getY();
        width = window.getWidth();
        height = window.getHeight();
        Timeline moment = new Timeline();
        moment.getKeyFrames().setAll(new KeyFrame(LOOK, _ -> {
            if (putRight()) moment.stop();
        }));
        moment.setCycleCount(LOOKS);
        moment.play();
    }

    static <D extends Dialog<?>> D over(Window owner, D dialog) {
        dialog.initOwner(owner);
        Window window = dialog.getDialogPane().getScene().getWindow();
        window.addEventHandler(WindowEvent.WINDOW_SHOWN, _ -> new Placed(window));
        return dialog;
    }

    private boolean putRight() {
        boolean shrunk = window.getWidth() < width - 1 || window.getHeight() < height - 1;
        boolean cornered = window.getX() <= CORNER && window.getY() <= CORNER && (x > CORNER || y > CORNER);
        if (!window.isShowing() || !shrunk && !cornered) return false;
        if (shrunk) {
            window.setWidth(width);
            window.setHeight(height);
        }
        window.setX(x);
        window.setY(y);
        return true;
    }
}
