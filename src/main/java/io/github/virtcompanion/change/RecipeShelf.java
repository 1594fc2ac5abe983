package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Recipe;
import io.github.virtcompanion.options.RecipeText;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.PrivateFiles;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The user's own recipes: one file each below the program's configuration.
public final class RecipeShelf {
    private static final String PLACE = "recipes/";
    private final PrivateFiles own;
    private final PlainFiles files;

    public RecipeShelf(PrivateFiles own, PlainFiles files) {
        this.own = own;
        this.files = files;
    }

    /// By name; one that is damaged is passed over.
    public List<Recipe> all() {
        List<Recipe> found = new ArrayList<>();
        try {
            for (String file : own.list(PLACE.substring(0, PLACE.length() - 1)))
                own.read(PLACE + file).flatMap(RecipeShelf::parsed).ifPresent(found::add);
        } catch (FailedException e) {
            // A directory that cannot be read holds no recipes for us.
            return List.of();
        }
        return found;
    }

    private static Optional<Recipe> parsed(String text) {
        try {
            return Optional.of(RecipeText.read(text));
        } catch (FailedException e) {
            return Optional.empty();
        }
    }

    /// @throws FailedException there is one of that name, or the disk refuses
    public void keep(String name, List<Assignment> assignments) throws FailedException {
        if (own.read(PLACE + file(name)).isPresent())
            throw new Failure(Message.of("options.recipe.taken", name), Message.of("options.recipe.taken.next"), "").asException();
        own.write(PLACE + file(name), RecipeText.write(name, assignments));
    }

    /// A recipe that somebody sent.
    ///
    /// @throws FailedException no recipe, there is one of its name, or it cannot be read or kept
    public void load(Path file) throws FailedException {
        Recipe recipe = RecipeText.read(new String(files.read(file), StandardCharsets.UTF_8));
        keep(recipe.id(), recipe.assignments());
    }

    /// @throws FailedException the file cannot be written
    public void share(Recipe recipe, Path file) throws FailedException {
        files.save(file, RecipeText.write(recipe.id(), recipe.assignments()).getBytes(StandardCharsets.UTF_8));
    }

    /// @throws FailedException the disk refuses
    public void delete(Recipe recipe) throws FailedException {
        own.delete(PLACE + file(recipe.id()));
    }

    private static String file(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}_-]", "_") + ".recipe";
    }
}
