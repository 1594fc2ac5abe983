package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.Measuring;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.RecipeShelf;
import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// What the views of one window share.
record Desk(Words words, Background background, Inventory inventory, Changes changes, LiveChanges live, RunWatch runs, Batches batches, Measuring measuring, RecipeShelf recipes,
            Programs programs, Notices notices) {
    String say(String key, Object... args) {
        return words.say(key, args);
    }

    /// With the machine's name, where the sentence itself does not say whose it is: others may be under way, or another one is
    /// selected by now.
    UnaryOperator<Failure> of(String machine) {
        return failure -> words.say(failure.what()).contains(machine) ? failure
                : new Failure(Message.of("ui.failure.of", machine, failure.what()), failure.nextStep(), failure.details());
    }

    /// As the list calls it, and by its name where that is another.
    String called(String uri, String uuid, String name) {
        return connection(uri).flatMap(connection -> connection.machine(uuid)).map(Machine::label).filter(title -> !title.equals(name)).map(title -> say("ui.titled", title, name)).orElse(name);
    }

    Optional<Connection> connection(String uri) {
        return inventory.connections().stream().filter(connection -> connection.uri().equals(uri)).findFirst();
    }
}
