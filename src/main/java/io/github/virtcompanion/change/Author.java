package io.github.virtcompanion.change;

/// Who changed a definition, through what, and why.
///
/// @param user    name of the system's user; empty where not known: somebody else's program
/// @param through [#WINDOW], [#COMMAND] or [#OUTSIDE]
/// @param why     a command line, or the title of the advice that was taken; empty where nothing is known but the change itself
public record Author(String user, String through, String why) {
    public static final String WINDOW = "window";
    public static final String COMMAND = "command";
    /// Another program, or this one's user through another program.
    public static final String OUTSIDE = "outside";
    /// Why a change is there twice: another program had overwritten it without knowing.
    public static final String OVERWRITTEN = "overwritten";
    static final Author SOMEBODY_ELSE = new Author("", OUTSIDE, "");
    /// Of entries that were written before this was recorded.
    static final Author UNKNOWN = new Author("", "", "");

    /// This process's user, at the window.
    public static Author atTheWindow() {
        return new Author(System.getProperty("user.name", ""), WINDOW, "");
    }

    /// This process's user, by a command.
    public static Author byCommand(String line) {
        return new Author(System.getProperty("user.name", ""), COMMAND, Secrets.blank(line));
    }

    Author because(String reason) {
        return reason.isEmpty() ? this : new Author(user, through, reason);
    }
}
