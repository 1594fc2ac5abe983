package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.List;

/// The XML that a value makes in a machine's definition.
public final class Snippet {
    private Snippet() {}

    /// @return the lines that are new or other than before, without their common indentation; empty where nothing is written
    /// @throws FailedException a value that is none, or that the machine cannot have
    public static String of(DomainXml machine, Assignment assignment) throws FailedException {
        List<String> before = new ArrayList<>(machine.text().lines().toList());
        List<String> lines = new ArrayList<>();
        for (String line : Edits.apply(machine.text(), List.of(assignment)).text().lines().toList()) if (!before.remove(line)) lines.add(line);
        int indent = lines.stream().mapToInt(line -> line.length() - line.stripLeading().length()).min().orElse(0);
        return String.join("\n", lines.stream().map(line -> line.substring(indent)).toList());
    }
}
