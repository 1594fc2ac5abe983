package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.system.Administrator;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;

import java.util.Optional;
import java.util.concurrent.Callable;

/// Beside a step that needs root, where it is one that the package's helper knows: does it, after the desktop has asked for
/// the password.
final class StepButton {
    private static final String LOAD = "sudo modprobe ";
    private static final String READ = "rdmsr 0x3a";

    private StepButton() {}

    /// Of this very machine only, and only where the helper is installed.
    static Optional<Button> of(Desk desk, Virtualization.Step step, Optional<Connection> connection) {
        if (step.command().isBlank() || connection.isEmpty() || connection.get().kind() != ConnectionSpec.Kind.LOCAL) return Optional.empty();
        return desk.programs().administrator().flatMap(administrator -> button(desk, administrator, step.command(), connection.get()));
    }

    private static Optional<Button> button(Desk desk, Administrator administrator, String command, Connection connection) {
        String module = command.startsWith(LOAD) ? command.substring(LOAD.length()) : "";
        if (Administrator.loads(module)) {
            return Optional.of(button(desk, "load-module", desk.say("ui.virtualization.load"), desk.say("ui.virtualization.loading", module), () -> {
                administrator.load(module);
                connection.recheckHost();
                return desk.say("ui.virtualization.loaded", module);
            }));
        }
        return command.endsWith(READ) ? Optional.of(button(desk, "read-register", desk.say("ui.virtualization.register"), desk.say("ui.virtualization.reading"),
                () -> desk.say("ui.virtualization.reads", administrator.lock()))) : Optional.empty();
    }

    private static Button button(Desk desk, String id, String words, String underWay, Callable<String> work) {
        Button button = new Button(words);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> {
            button.setDisable(true);
            // What is said of the last try is not true of this one.
            desk.notices().dismissTrouble();
            desk.notices().watch(underWay, desk.background().run(work).done(desk.notices()::tell).ended(() -> button.setDisable(false)));
        });
        return button;
    }
}
