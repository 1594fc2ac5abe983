package io.github.virtcompanion.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.virtcompanion.change.Unfinished;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What the commands that look at machines have in common.
@Command
abstract class Shared {
    /// Keys in the order they are put in, so that output can be compared.
    static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    final Tools tools;

    @Spec
    CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, descriptionKey = "cli.option.help")
    private boolean help;

    Shared(Tools tools) {
        this.tools = tools;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    String say(String key, Object... args) {
        return tools.words().say(key, args);
    }

    String say(Message message) {
        return tools.words().say(message);
    }

    void explain(Failure failure) {
        Cli.say(tools, err(), failure);
    }

    Inventory open(List<String> uris) {
        return openAll(uris.isEmpty() ? tools.sources().get() : uris.stream().distinct().map(ConnectionSpec::of).toList());
    }

    Inventory openAll(List<ConnectionSpec> specs) {
        Inventory inventory = tools.inventory().apply(specs);
        inventory.start();
        inventory.loaded().join();
        return inventory;
    }

    /// Says which connections could not be opened.
    /// @return those that are open
    List<Connection> connected(Inventory inventory) {
        List<Connection> open = new ArrayList<>();
        for (Connection connection : inventory.connections()) {
            if (connection.status().connected()) open.add(connection);
            connection.status().failure().filter(_ -> !(connection.status() instanceof Status.Connected)).ifPresent(failure -> {
                err().println(connection.uri() + ":");
                explain(failure);
            });
        }
        if (inventory.connections().isEmpty()) explain(new Failure(Message.of("cli.no-daemon"), Message.of("cli.no-daemon.next"), ""));
        return open;
    }

    record Found(Connection connection, Machine machine) {}

    /// A machine that is looked for when its turn comes: one that is not found does not stop the others.
    ///
    /// @param name as it was typed, or as libvirt has it
    record Choice(String name, Finding finding) {
        interface Finding {
            Found find() throws FailedException;
        }

        Found find() throws FailedException {
            return finding.find();
        }
    }

    /// @throws FailedException there is none of them
    List<Choice> choices(Inventory inventory, List<String> namesOrUuids) throws FailedException {
        List<Choice> choices = new ArrayList<>();
        List<FailedException> missing = new ArrayList<>();
        for (String name : namesOrUuids) {
            try {
                Found found = find(inventory, name);
                choices.add(new Choice(name, () -> found));
            } catch (FailedException e) {
                missing.add(e);
                choices.add(new Choice(name, () -> {
                    throw e;
                }));
            }
        }
        if (missing.size() < choices.size()) return choices;
        missing.subList(1, missing.size()).forEach(one -> explain(one.failure()));
        throw missing.getFirst();
    }

    /// Of all open connections.
    List<Choice> choices(Inventory inventory, Predicate<Machine> which) throws FailedException {
        List<Connection> open = connected(inventory);
        if (open.isEmpty()) throw new Failure(Message.of("cli.nothing-open"), Message.of("cli.nothing-open.next"), "").asException();
        return open.stream().flatMap(connection -> connection.machines().stream().filter(which).map(machine -> new Choice(machine.name(), () -> new Found(connection, machine)))).toList();
    }

    /// Changes that were cut off, and how to go on: their guests are waiting.
    void tellUnfinished(Connection connection) throws FailedException {
        for (Unfinished unfinished : tools.live().unfinished(connection)) {
            err().println(say(unfinished.words()));
            err().println("  " + say(unfinished.saving() ? "change.unfinished.saving.next" : "cli.unfinished.next", unfinished.machine()));
        }
        err().flush();
    }

    /// @throws FailedException no connection has a machine of that name or uuid, or several have
    Found find(Inventory inventory, String nameOrUuid) throws FailedException {
        List<Found> found = new ArrayList<>();
        List<Connection> open = connected(inventory);
        for (Connection connection : open) {
            Optional<Machine> machine = connection.find(nameOrUuid);
            machine.ifPresent(known -> found.add(new Found(connection, known)));
        }
        if (open.isEmpty()) throw new Failure(Message.of("cli.nothing-open"), Message.of("cli.nothing-open.next"), "").asException();
        if (found.isEmpty()) throw noSuchMachine(open, nameOrUuid);
        if (found.size() > 1) throw new Failure(Message.of("cli.several-machines", nameOrUuid), Message.of("cli.several-machines.next"), "").asException();
        return found.getFirst();
    }

    static FailedException noSuchMachine(List<Connection> open, String name) {
        List<String> near = Nearest.words(open.stream().flatMap(connection -> connection.machines().stream()).map(Machine::name).toList(), name);
        return new Failure(Message.of("cli.no-such-machine", name), near.isEmpty() ? Message.of("cli.no-such-machine.next") : Message.of("cli.no-such-machine.meant", String.join(", ", near)), "").asException();
    }
}
