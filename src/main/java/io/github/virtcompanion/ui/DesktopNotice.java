package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.FailedException;
import javafx.stage.Window;

import java.util.List;

/// Tells the desktop when long work has ended while another window has the focus, where the desktop listens.
final class DesktopNotice {
    private static final String ICON = "io.github.virtcompanion.VirtCompanion";

    private DesktopNotice() {}

    static void whenAway(Desk desk) {
        desk.notices().onLongEnded(what -> {
            if (Window.getWindows().stream().noneMatch(Window::isFocused)) desk.background().run(() -> tell(desk, what.replaceFirst("…$", "")));
        });
    }

    /// @return whether somebody could be told
    private static boolean tell(Desk desk, String what) {
        String title = desk.say("machines.notify.title");
        String text = desk.say("machines.notify.text", what);
        return started(desk, List.of("notify-send", "--app-name=Virt Companion", "--icon=" + ICON, title, text))
                || started(desk, List.of("gdbus", "call", "--session", "--dest", "org.freedesktop.Notifications", "--object-path", "/org/freedesktop/Notifications",
                "--method", "org.freedesktop.Notifications.Notify", "Virt Companion", "0", ICON, quoted(title), quoted(text), "[]", "{}", "--", "-1"));
    }

    /// GVariant's text form: a sentence that begins with a digit or a bracket would be taken for something else.
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static boolean started(Desk desk, List<String> command) {
        try {
            desk.programs().start(command);
            return true;
        } catch (FailedException e) {
            // Not installed: nobody is told, and the window says it anyway.
            return false;
        }
    }
}
