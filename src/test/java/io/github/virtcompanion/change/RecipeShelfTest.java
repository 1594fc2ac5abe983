package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Recipe;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.system.PrivateFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class RecipeShelfTest {
    private static final List<Assignment> QUIET = List.of(new Assignment("cputune.vcpupin.0", "2,10"));

    @TempDir
    private Path directory;

    @Test
    void whatIsSharedIsLoadedElsewhere() throws FailedException {
        RecipeShelf mine = shelf("mine");
        mine.keep("quiet host", QUIET);
        Recipe kept = mine.all().getFirst();
        assertEquals(List.of("quiet host"), names(mine));
        Path file = directory.resolve("sent.recipe");
        mine.share(kept, file);
        mine.delete(kept);
        assertEquals(List.of(), names(mine));
        RecipeShelf yours = shelf("yours");
        yours.load(file);
        assertEquals(QUIET, yours.all().getFirst().assignments());
    }

    @Test
    void noneTakesThePlaceOfAnother() throws FailedException {
        RecipeShelf shelf = shelf("mine");
        shelf.keep("quiet host", QUIET);
        FailedException refused = assertThrows(FailedException.class, () -> shelf.keep("quiet host", List.of()));
        assertEquals("options.recipe.taken", refused.failure().what().key());
        assertEquals(QUIET, shelf.all().getFirst().assignments());
    }

    private RecipeShelf shelf(String whose) {
        return new RecipeShelf(new PrivateFiles(directory.resolve(whose)), new PlainFiles());
    }

    private static List<String> names(RecipeShelf shelf) {
        return shelf.all().stream().map(Recipe::id).toList();
    }
}
