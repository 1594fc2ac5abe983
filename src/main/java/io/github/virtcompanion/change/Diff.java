package io.github.virtcompanion.change;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;

import java.util.List;
import java.util.regex.Pattern;

/// The unified diff of two definitions, fit to be shown: passwords are blanked.
public final class Diff {
    private static final int CONTEXT = 3;
    private static final Pattern PASSWORD = Pattern.compile("(\\spasswd=)('[^']*'|\"[^\"]*\")");

    private Diff() {}

    /// @param name what stands behind `---` and `+++`
    /// @return empty when both are equal
    public static String unified(String before, String after, String name) {
        if (before.equals(after)) return "";
        List<String> old = shown(before);
        var patch = DiffUtils.diff(old, shown(after));
        return String.join("\n", UnifiedDiffUtils.generateUnifiedDiff(name, name, old, patch, CONTEXT)) + "\n";
    }

    private static List<String> shown(String xml) {
        return PASSWORD.matcher(xml).replaceAll("$1'***'").lines().toList();
    }
}
