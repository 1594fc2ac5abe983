package io.github.virtcompanion.cli;

import java.util.regex.Pattern;

/// Text of files that others made, as a terminal may get it: a captured tree must not move the cursor, colour the screen, turn
/// the direction of writing or pretend to be a line of ours.
final class Terminal {
    private static final Pattern COMMANDS = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\t\\u00AD\\u200C\\u200D]]");

    private Terminal() {}

    /// @param text what follows its first line is indented by as much as the first, and more
    static String plain(String text) {
        String indent = " ".repeat(text.length() - text.stripLeading().length() + 4);
        return COMMANDS.matcher(text).replaceAll("\uFFFD").replace("\n", "\n" + indent);
    }
}
