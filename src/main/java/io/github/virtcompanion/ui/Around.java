package io.github.virtcompanion.ui;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// What the window needs of the program around it.
///
/// @param onSecondStart is given what brings the window to the front, for when the program is started again, and says when it is there
/// @param logging       begins the log; not needed for the first picture
/// @param report        of the program, its surroundings and its last log lines, without secrets, for a bug report; takes a moment
/// @param logFile       where the log is
/// @param root          the user is root, who needs no window
public record Around(Consumer<Consumer<Runnable>> onSecondStart, Runnable logging, Supplier<String> report, String logFile, boolean root) {
    /// Nothing around it, as in tests.
    public static Around nothing() {
        return new Around(_ -> {}, () -> {}, () -> "", "", false);
    }
}
