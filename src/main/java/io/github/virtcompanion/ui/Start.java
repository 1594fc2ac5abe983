package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.Measuring;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.RecipeShelf;
import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.change.StartWatch;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.words.Words;

import java.util.function.Supplier;

/// What a window is made of, handed over before JavaFX makes the application object.
///
/// @param inventory not started yet: the window starts it once it is on the screen, and closes it
/// @param demo      a fresh inventory of the demo host alone, for a window of its own
/// @param version   of this program and of libvirt, which is loaded for it
public record Start(Words words, Inventory inventory, Changes changes, LiveChanges live, RunWatch runs, Batches batches, Measuring measuring, RecipeShelf recipes,
                    StartWatch watch, Programs programs, Remembered remembered, Supplier<Inventory> demo, Supplier<String> version, Around around) {}
