package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostTuning;
import io.github.virtcompanion.model.NodeInfo;
import io.github.virtcompanion.words.Words;
import javafx.scene.layout.VBox;

import java.util.List;

/// The host's settings and loads that decide how fast its machines run.
final class TuningCard {
    private TuningCard() {}

    static VBox of(Words words, HostTuning tuning, Fact<NodeInfo> node) {
        VBox card = StorageView.card(Sign.TUNE, words.say("ui.tuning.title"), words.say("ui.tuning.what"));
        FactGrid grid = new FactGrid(words);
        node.toOptional().ifPresent(known -> {
            grid.put(words.say("ui.tuning.processors"), words.say("ui.tuning.processors-told", known.cpus(), known.cpuModel(), known.mhz(), known.numaNodes()).strip());
            if (tuning.memory().toOptional().isEmpty()) grid.put(words.say("ui.tuning.memory-told"), Bytes.sayKiB(words, known.memoryKiB()));
        });
        grid.putShort(words.say("ui.tuning.memory"), tuning.memory(), memory -> words.say("ui.tuning.available", Bytes.sayKiB(words, memory.availableKiB()), Bytes.sayKiB(words, memory.totalKiB())));
        grid.putShort(words.say("ui.tuning.swap"), tuning.memory(), memory -> memory.swapTotalKiB() == 0 ? words.say("ui.tuning.none")
                : words.say("ui.tuning.used", Bytes.sayKiB(words, memory.swapUsedKiB()), Bytes.sayKiB(words, memory.swapTotalKiB())));
        grid.putShort(words.say("ui.tuning.swappiness"), tuning.swappiness(), String::valueOf);
        grid.putShort(words.say("ui.tuning.huge"), tuning.hugePages(), pages -> pages.total() == 0 ? words.say("ui.tuning.none")
                : words.say("ui.tuning.huge-pages", pages.total(), Bytes.sayKiB(words, pages.sizeKiB()), pages.free()));
        tuning.otherHugePages().toOptional().orElse(List.of()).stream().filter(pages -> pages.total() > 0)
                .forEach(pages -> grid.put(words.say("ui.tuning.huge-of", Bytes.sayKiB(words, pages.sizeKiB())), words.say("ui.tuning.huge-pages", pages.total(), Bytes.sayKiB(words, pages.sizeKiB()), pages.free())));
        grid.putShort(words.say("ui.tuning.transparent"), tuning.transparentHuge(), word -> word);
        grid.putShort(words.say("ui.tuning.ksm"), tuning.ksm(), run -> words.say(run == 1 ? "ui.storage.on" : "ui.storage.off"));
        grid.putShort(words.say("ui.tuning.nested"), tuning.nested(), on -> words.say(on ? "ui.storage.on" : "ui.storage.off"));
        grid.putShort(words.say("ui.tuning.governor"), tuning.governor(), governor -> governor.name() + (governor.driver().isEmpty() ? "" : " (" + governor.driver() + ")"));
        grid.putShort("io_uring", tuning.ioUring(), level -> words.say("ui.tuning.io-uring", level));
        grid.putShort(words.say("ui.tuning.dirty"), tuning.dirtyRatio(), percent -> dirty(words, percent));
        grid.putShort(words.say("ui.tuning.dirty-background"), tuning.dirtyBackground(), percent -> dirty(words, percent));
        card.getChildren().add(grid);
        return card;
    }

    private static String dirty(Words words, int percent) {
        return percent == 0 ? words.say("ui.tuning.in-bytes") : words.say("ui.tuning.of-memory", percent);
    }
}
