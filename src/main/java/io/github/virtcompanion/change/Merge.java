package io.github.virtcompanion.change;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.PatchFailedException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Takes one change back out of a definition in which others may have been made since.
final class Merge {
    /// Tells disks with equal drivers apart by the lines around them, without demanding more quiet than that.
    private static final int CONTEXT = 1;

    private Merge() {}

    /// @param now    the definition as it stands
    /// @param before as it was before the change
    /// @param after  as it was right after it
    /// @return `now` without the change and with everything else; empty where somebody edited the same lines since
    static Optional<String> takeBack(String now, String before, String after) {
        if (now.equals(after)) return Optional.of(before);
        List<String> edited = lines(after);
        var back = UnifiedDiffUtils.generateUnifiedDiff("", "", edited, DiffUtils.diff(edited, lines(before)), CONTEXT);
        try {
            // Lines may have moved, but those to be taken back, and their neighbours, must be there as they were.
            return Optional.of(String.join("\n", UnifiedDiffUtils.parseUnifiedDiff(back).applyFuzzy(lines(now), 0)));
        } catch (PatchFailedException e) {
            return Optional.empty();
        }
    }

    /// A carriage return stays with its line, and a last line end gives a last empty line, so that joining gives the text back.
    private static List<String> lines(String text) {
        return new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    }
}
