package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.BlockLayer;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.ImageFacts.Space;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.ui.StorageModel.Mode;
import io.github.virtcompanion.ui.StorageModel.Mount;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A file system that holds images, or a device that is one: what it is, what it lies on, its space, and its images.
final class MountCard {
    private final Words words;
    private final Mount mount;

    private MountCard(Words words, Mount mount) {
        this.words = words;
        this.mount = mount;
    }

    static VBox of(Words words, Mount mount) {
        return new MountCard(words, mount).card();
    }

    private VBox card() {
        Place place = mount.place();
        VBox card = StorageView.card(Sign.HARDDISK, mount.name(), mount.device() ? words.say("ui.storage.device")
                : place.device().equals(place.fileSystem()) ? place.fileSystem() : words.say("ui.place.on", place.fileSystem(), place.device()));
        if (!mount.device()) space(card);
        card.getChildren().add(facts());
        card.getChildren().add(ImageLine.list(words, mount.images(), image -> ImageLine.of(words, image)));
        return card;
    }

    private void space(VBox card) {
        if (!(mount.space() instanceof Fact.Known<Space>(Space space, String _))) return;
        String words = space.totalBytes() <= 0 ? this.words.say("ui.storage.space-unlimited")
                : this.words.say("ui.storage.space", Bytes.say(this.words, space.freeBytes()), Bytes.say(this.words, space.totalBytes()));
        Label said = FailurePane.wrapping(words);
        if (mount.nearlyFull()) Cells.tone(said, "tone-danger");
        card.getChildren().add(said);
        if (space.totalBytes() > 0) {
            ProgressBar bar = StorageView.bar(1 - space.freeBytes() / (double) space.totalBytes(), words);
            if (mount.nearlyFull()) bar.getStyleClass().add("bar-danger");
            card.getChildren().add(bar);
        }
        if (mount.couldOverflow()) card.getChildren().add(StorageView.toned(this.words.say("ui.storage.overflow", Bytes.say(this.words, mount.growth())), "tone-warning"));
    }

    private FactGrid facts() {
        Place place = mount.place();
        FactGrid grid = new FactGrid(words);
        if (!mount.device() && mount.space() instanceof Fact.Unknown<Space>) grid.put(words.say("ui.storage.free"), mount.space(), _ -> "");
        Label chain = grid.put(words.say("ui.storage.chain"), chain());
        if (mount.layers().isEmpty()) chain.getStyleClass().add("muted");
        if (!mount.layers().isEmpty()) {
            grid.put(words.say("ui.storage.disk"), place.rotational(), spins -> words.say(spins ? "ui.place.spinning" : "ui.place.flash"));
            grid.put(words.say("ui.storage.write-cache"), mount.writeCache(), word -> words.say(word.equals("write back") ? "ui.storage.write-cache-on" : "ui.storage.write-cache-off"));
        }
        mount.logicalBlock().toOptional().filter(bytes -> bytes != 512).ifPresent(bytes -> grid.put(words.say("ui.storage.blocks"), words.say("ui.storage.block-bytes", bytes)));
        if (!mount.device()) {
            if (place.copyOnWrite()) grid.put(words.say("ui.storage.cow"), mount.noCow(), _ -> copyOnWrite());
            if (place.fileSystem().equals("btrfs")) {
                Label profile = grid.put(words.say("ui.storage.profile"), place.btrfs(), data -> data.noRedundancy()
                        ? words.say("ui.storage.profile-risky", data.name(), data.devices()) : words.say("ui.storage.profile-on", data.name(), data.devices()));
                if (place.btrfs().toOptional().filter(Place.Btrfs::noRedundancy).isPresent()) Cells.tone(profile, "tone-warning");
            }
            if (place.fileSystem().equals("zfs")) grid.put(words.say("ui.storage.version"), place.version(), word -> word);
            if (place.copyOnWrite() || !mount.compressed().toOptional().equals(java.util.Optional.of(false)))
                grid.put(words.say("ui.storage.compression"), mount.compressed(), on -> on ? compression(place) : words.say("ui.storage.off"));
            Label direct = grid.put(words.say("ui.storage.direct"), mount.direct(), works -> works ? words.say("ui.storage.direct-works") : refused());
            if (mount.direct().toOptional().filter(works -> !works).isPresent()) Cells.tone(direct, "tone-warning");
        }
        for (Mode mode : mount.modes()) grid.put(words.say("ui.storage.recommended"), recommended(mode));
        return grid;
    }

    private String recommended(Mode mode) {
        String name = mode.recommendation().mode().libvirtName();
        String named = mode == mount.modes().getFirst() ? name : words.say("ui.storage.recommended-for", name, String.join(", ", mode.machines()));
        return words.say("ui.storage.recommended-because", named, mode.recommendation().reason());
    }

    private String refused() {
        long refused = mount.directRefused();
        return refused == mount.images().size() ? words.say("ui.storage.direct-refused") : words.say("ui.storage.direct-refused-some", refused, mount.images().size());
    }

    private String copyOnWrite() {
        long off = mount.withoutCopyOnWrite();
        if (off == 0) return words.say("ui.storage.on");
        return off == mount.images().size() ? words.say("ui.storage.cow-off") : words.say("ui.storage.cow-off-some", off, mount.images().size());
    }

    /// The mount's own word for it where it has one: `zstd:3`.
    private String compression(Place place) {
        return place.options().stream().filter(option -> option.startsWith("compress") && option.contains("=")).findFirst()
                .map(option -> option.substring(option.indexOf('=') + 1)).orElse(words.say("ui.storage.on"));
    }

    /// "btrfs ← md0 RAID 0 ← sda1, sdb1 ← sda, sdb"
    private String chain() {
        if (mount.layers().isEmpty()) return words.say(mount.place().network() ? "ui.storage.chain-network" : mount.place().inMemory() ? "ui.storage.chain-memory" : "ui.storage.chain-unknown");
        List<String> levels = new ArrayList<>();
        if (!mount.device()) levels.add(mount.place().fileSystem());
        for (List<BlockLayer> level : mount.layers()) {
            BlockLayer first = level.getFirst();
            String kind = StorageView.kind(words, first);
            levels.add(level.stream().map(BlockLayer::name).collect(Collectors.joining(", ")) + (kind.isEmpty() ? "" : " (" + kind + ")"));
        }
        return String.join(" ← ", levels);
    }
}
