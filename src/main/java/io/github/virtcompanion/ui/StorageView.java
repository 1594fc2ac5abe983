package io.github.virtcompanion.ui;

import atlantafx.base.theme.Styles;
import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.model.BlockLayer;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the images of a host's machines lie: file systems with their images, the RAID arrays under them, and the host's own settings.
final class StorageView {
    private final Words words;
    private final VBox cards = new VBox();
    private final ScrollPane pane = AdviceView.scrolling(cards);
    private List<Object> shown = List.of();

    StorageView(Words words) {
        this.words = words;
        cards.getStyleClass().add("cards");
    }

    ScrollPane node() {
        return pane;
    }

    /// @param connection whose machines the images belong to
    void show(Fact<Host> host, Optional<Connection> connection) {
        switch (host) {
            case Fact.Unknown<Host>(Message reason) -> {
                shown = List.of();
                cards.getChildren().setAll(FailurePane.wrapping(words.say(reason)));
            }
            case Fact.Known<Host>(Host known, String _) -> show(known, connection.map(Connection::machines).orElse(List.of()));
        }
    }

    private void show(Host host, List<Machine> machines) {
        StorageModel model = StorageModel.of(host, machines);
        List<Object> wanted = List.of(model, host.raid(), host.tuning(), host.node());
        if (wanted.equals(shown)) return;
        shown = wanted;
        List<Node> all = new ArrayList<>();
        model.mounts().forEach(mount -> all.add(MountCard.of(words, mount)));
        if (!model.unplaced().isEmpty()) all.add(unplaced(model.unplaced()));
        if (all.isEmpty()) all.add(muted(words.say("ui.storage.nothing")));
        switch (host.raid()) {
            case Fact.Known<List<RaidArray>>(List<RaidArray> arrays, String _) -> arrays.forEach(array -> all.add(RaidCard.of(words, array)));
            case Fact.Unknown<List<RaidArray>>(Message reason) -> {
                VBox card = card(Sign.DATABASE, "/proc/mdstat", words.say("ui.unknown-because", reason));
                about(card).getStyleClass().add("muted");
                all.add(card);
            }
        }
        all.add(TuningCard.of(words, host.tuning(), host.node()));
        cards.getChildren().setAll(all);
    }

    private VBox unplaced(List<StorageModel.Unplaced> images) {
        VBox card = card(Sign.FILE_QUESTION_OUTLINE, words.say("ui.storage.unplaced"), "");
        card.getChildren().add(ImageLine.list(words, images, this::unplaced));
        return card;
    }

    private VBox unplaced(StorageModel.Unplaced image) {
        VBox line = ImageLine.named(words, image.path(), image.machines());
        Label reason = muted(words.say(image.reason()));
        reason.getStyleClass().add("small-line");
        line.getChildren().add(reason);
        return line;
    }

    static VBox card(Ikon ikon, String title, String about) {
        Label name = FailurePane.wrapping(title);
        name.getStyleClass().add(Styles.TEXT_BOLD);
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox head = new HBox(Icon.of(ikon, "tone-muted", "card-icon"), name);
        head.getStyleClass().add("card-head");
        Label below = FailurePane.wrapping(about);
        below.managedProperty().bind(below.textProperty().isNotEmpty());
        VBox card = new VBox(head, below);
        card.getStyleClass().add("card");
        return card;
    }

    /// The line below the title of a card.
    static Label about(VBox card) {
        return (Label) card.getChildren().get(1);
    }

    static ProgressBar bar(double part, String words) {
        ProgressBar bar = new ProgressBar(Math.clamp(part, 0, 1));
        bar.setAccessibleText(words);
        bar.setMaxWidth(Double.MAX_VALUE);
        return bar;
    }

    static Label toned(String text, String tone) {
        Label label = FailurePane.wrapping(text);
        Cells.tone(label, tone);
        return label;
    }

    /// What a layer is, where its name does not say it: `RAID 0`, `LUKS2`, `LVM data-vm`.
    static String kind(Words words, BlockLayer layer) {
        return switch (layer.kind()) {
            case DISK, PARTITION -> "";
            case RAID -> layer.detail().isEmpty() ? "RAID" : raidLevel(words, layer.detail());
            case CRYPT -> layer.detail().isEmpty() ? words.say("ui.storage.kind.crypt") : layer.detail();
            case LVM, MULTIPATH, MAPPED, LOOP, NETWORK -> (words.say("ui.storage.kind." + layer.kind().word()) + " " + layer.detail()).strip();
        };
    }

    /// `raid0` as people write it.
    static String raidLevel(Words words, String level) {
        return level.matches("raid\\d+") ? "RAID " + level.substring(4) : Set.of("linear", "container").contains(level) ? words.say("ui.raid." + level) : level;
    }

    private static Label muted(String text) {
        Label label = FailurePane.wrapping(text);
        label.getStyleClass().add("muted");
        return label;
    }
}
