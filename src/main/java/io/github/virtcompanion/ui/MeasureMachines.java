package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.Site;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.words.Words;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Asks for which machines the measured mode is to be reviewed: those with a disk on the file system that was measured.
final class MeasureMachines {
    private MeasureMachines() {}

    /// The disks of each machine that lie on that file system and have another mode at the next start.
    static Map<Row.OfMachine, List<Disk>> candidates(List<Row.OfMachine> machines, Fact<Host> host, Site site, CacheMode mode) {
        Map<Row.OfMachine, List<Disk>> found = new LinkedHashMap<>();
        for (Row.OfMachine row : machines.stream().sorted(Comparator.comparing(each -> each.now().label(), String.CASE_INSENSITIVE_ORDER)).toList()) {
            List<Disk> disks = row.now().stored().toOptional().map(definition -> definition.disks()).orElse(List.of()).stream()
                    .filter(Disk::written).filter(disk -> disk.effectiveCache() != mode && lies(disk, host, site)).toList();
            if (!disks.isEmpty()) found.put(row, disks);
        }
        return found;
    }

    private static boolean lies(Disk disk, Fact<Host> host, Site site) {
        return disk.source().isPresent() && host.toOptional().flatMap(known -> known.place(disk.source().get()).toOptional())
                .filter(place -> place.device().equals(site.device()) && place.fileSystem().equals(site.fileSystem())).isPresent();
    }

    static List<Assignment> assignments(List<Disk> disks, CacheMode mode) {
        return disks.stream().map(disk -> new Assignment("disk." + disk.target() + ".cache", mode.libvirtName())).toList();
    }

    /// @return the chosen ones; empty where the user thought better of it
    static List<Row.OfMachine> ask(Words words, Map<Row.OfMachine, List<Disk>> candidates, CacheMode mode, Window owner) {
        ButtonType review = new ButtonType(words.say("ui.measure.machines.review"), ButtonBar.ButtonData.OK_DONE);
        ButtonType cancel = new ButtonType(words.say("ui.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE);
        Dialog<ButtonType> dialog = Placed.over(owner, new Dialog<>());
        dialog.setResizable(true);
        dialog.setTitle(words.say("ui.measure.machines.title"));
        dialog.setHeaderText(words.say("ui.measure.machines.what", mode.libvirtName()));
        Map<Row.OfMachine, CheckBox> boxes = new LinkedHashMap<>();
        candidates.forEach((row, disks) -> {
            CheckBox box = new CheckBox(words.say("ui.measure.machines.line", row.now().label(),
                    disks.stream().map(disk -> disk.target() + " " + Labels.cache(words, disk)).collect(Collectors.joining(", "))));
            box.setSelected(true);
            box.setMnemonicParsing(false);
            boxes.put(row, box);
        });
        VBox list = new VBox(boxes.values().toArray(Node[]::new));
        list.getStyleClass().add("cards");
        ScrollPane scroll = AdviceView.scrolling(list);
        scroll.setPrefViewportWidth(Em.px(30));
        scroll.setPrefViewportHeight(Em.px(Math.min(20, 2 + 2.4 * boxes.size())));
        dialog.getDialogPane().setContent(scroll);
        dialog.getDialogPane().getButtonTypes().setAll(review, cancel);
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.getDialogPane().lookupButton(review).disableProperty().bind(Bindings.createBooleanBinding(
                () -> boxes.values().stream().noneMatch(CheckBox::isSelected),
                boxes.values().stream().map(CheckBox::selectedProperty).toArray(javafx.beans.Observable[]::new)));
        boolean wanted = dialog.showAndWait().filter(review::equals).isPresent();
        return wanted ? boxes.entrySet().stream().filter(entry -> entry.getValue().isSelected()).map(Map.Entry::getKey).toList() : List.of();
    }
}
