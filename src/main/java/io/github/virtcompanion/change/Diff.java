package io.github.virtcompanion.change;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;

import java.util.List;

/// The unified diff of two definitions, fit to be shown: passwords are blanked.
public final class Diff {
    private static final int CONTEXT = 3;

    private Diff() {}

    /// @param name what stands behind `---` and `+++`
    /// @return empty when both are equal. A line of which only the password differs is there twice, both times blanked
    public static String unified(String before, String after, String name) {
        return Secrets.blank(plain(before, after, name));
    }

    /// With every password.
    public static String plain(String before, String after, String name) {
        if (before.equals(after)) return "";
        List<String> old = before.lines().toList();
        var patch = DiffUtils.diff(old, after.lines().toList());
        return String.join("\n", UnifiedDiffUtils.generateUnifiedDiff(name, name, old, patch, CONTEXT)) + "\n";
    }
}
