package io.github.virtcompanion.change;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Blanks what is nobody's business in a text that is shown or handed on. The files of the history keep it.
public final class Secrets {
    static final String BLANK = "***";
    /// VNC's and SPICE's password; SEV's session blob and owner key; passwords on QEMU's own command line (`qemu:arg`); a setting of that name.
    private static final Pattern SECRET = Pattern.compile("(\\s(?:passwd|password)=)('[^']*'|\"[^\"]*\")"
            + "|(<(?:session|dhCert)>)([^<]*)"
            + "|((?:password|secret,[^'\"<>]*?data)=)(?!secret)([^'\",\\s<>]+)"
            + "|(\\b[\\w.*-]*\\.passwo?r?d=)(\\S+)");

    private Secrets() {}

    /// The same text with `***` in place of every secret.
    public static String blank(String text) {
        return SECRET.matcher(text).replaceAll(found -> {
            for (int head = 1; head <= found.groupCount(); head += 2)
                if (found.group(head) != null) {
                    String value = found.group(head + 1);
                    boolean quoted = value.startsWith("'") || value.startsWith("\"");
                    return java.util.regex.Matcher.quoteReplacement(found.group(head) + (quoted ? value.charAt(0) + BLANK + value.charAt(0) : BLANK));
                }
            return found.group();
        });
    }

    /// Whether both texts have the same ones.
    static boolean same(String one, String other) {
        return all(one).equals(all(other));
    }

    private static List<String> all(String text) {
        return SECRET.matcher(text).results().map(MatchResult::group).toList();
    }

    /// Whether a text has any.
    public static boolean in(String text) {
        return SECRET.matcher(text).find();
    }
}
