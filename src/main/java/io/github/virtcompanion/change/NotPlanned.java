package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.List;

/// What is shown of a machine for which no plan could be made; the others' plans stand.
public record NotPlanned(String connection, String uuid, String machine, Failure why) implements Reviewable {
    @Override
    public List<Message> changes() {
        return List.of();
    }

    @Override
    public List<Message> consequences() {
        return why.details().isBlank() ? List.of() : List.of(Message.of("model.quoted", why.details().strip()));
    }

    @Override
    public List<Plan.Risk> risks() {
        return List.of();
    }

    @Override
    public List<Plan.Blocker> blockers() {
        return List.of(new Plan.Blocker(why.what(), why.nextStep()));
    }

    @Override
    public boolean nothingToChange() {
        return false;
    }

    @Override
    public String diff() {
        return "";
    }
}
