package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.List;

/// A recipe as a file that people can read, mend and send to others: its name on the first line, then SETTING=VALUE lines;
/// what follows a `#` is a remark.
public final class RecipeText {
    private static final String FIRST = "recipe: ";

    private RecipeText() {}

    public static String write(String name, List<Assignment> assignments) {
        StringBuilder text = new StringBuilder(FIRST).append(name.replaceAll("\\s+", " ").strip()).append('\n');
        for (Assignment one : assignments) text.append(one.setting()).append('=').append(one.value().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
        return text.toString();
    }

    /// @throws FailedException no recipe, a setting that is none, or a value that is none of it; the line is in the details
    public static Recipe read(String text) throws FailedException {
        List<Recipe.Step> lines = new ArrayList<>();
        String name = "";
        for (String raw : text.split("\\R")) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) continue;
            if (name.isEmpty()) {
                if (!line.startsWith(FIRST) || line.length() == FIRST.length() || line.length() > 200) throw new Failure(Message.of("options.recipe.no-recipe"), Message.of("options.recipe.no-recipe.next"), line).asException();
                name = line.substring(FIRST.length());
                continue;
            }
            Assignment one = Catalogue.parse(raw);
            lines.add(new Recipe.Step(new Assignment(one.setting(), one.value().replace("\\n", "\n").replace("\\\\", "\\")), Message.of("options.because.own")));
        }
        if (name.isEmpty()) throw new Failure(Message.of("options.recipe.no-recipe"), Message.of("options.recipe.no-recipe.next"), "").asException();
        return new Recipe(name, true, lines);
    }
}
