package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// "For this installation only": `unsafe` for one run, which libvirt itself ends.
final class InstallationCard {
    private InstallationCard() {}

    /// @return empty where no disk would become any faster
    static Optional<VBox> of(Words words, Row.OfMachine row, Consumer<List<Assignment>> thisRunOnly) {
        List<Assignment> unsafe = row.writtenDisks().stream().filter(disk -> !disk.effectiveCache().noFlush())
                .map(disk -> new Assignment("disk." + disk.target() + ".cache", CacheMode.UNSAFE.libvirtName())).toList();
        if (unsafe.isEmpty()) return Optional.empty();
        Label title = FailurePane.wrapping(words.say(installing(row.now()) ? "ui.install.title-now" : "ui.install.title"));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Button take = new Button(words.say("ui.install.take"));
        take.setId("this-installation");
        take.setMinWidth(Button.USE_PREF_SIZE);
        take.setOnAction(_ -> thisRunOnly.accept(unsafe));
        HBox head = new HBox(Icon.of(Sign.TIMER_SAND, "tone-muted", "card-icon"), title);
        head.getStyleClass().add("card-head");
        VBox card = new VBox(head, FailurePane.wrapping(words.say(row.now().active() ? "ui.install.what-running" : "ui.install.what-off",
                row.writtenDisks().stream().map(disk -> Labels.cache(words, stored(row.now(), disk))).distinct().reduce((a, b) -> a + ", " + b).orElse(""))), take);
        card.getStyleClass().add("card");
        return Optional.of(card);
    }

    /// Its definition says so, stored or running: it boots an installer.
    static boolean installing(Machine machine) {
        return machine.stored().toOptional().filter(stored -> stored.details().installing()).isPresent()
                || machine.live().filter(live -> live.details().installing()).isPresent();
    }

    private static Disk stored(Machine machine, Disk disk) {
        return machine.stored().toOptional().map((Definition stored) -> stored.disk(disk.target()).orElse(disk)).orElse(disk);
    }
}
