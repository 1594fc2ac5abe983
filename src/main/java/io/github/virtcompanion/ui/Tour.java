package io.github.virtcompanion.ui;

import io.github.virtcompanion.words.Words;
import javafx.scene.Node;
import javafx.scene.control.Button;

import java.util.List;

/// A walk through the story on the demo host: each step shows a page of the real window and says what is seen there.
final class Tour {
    private static final String PREFIX = "ui.tour.step.";
    private final Words words;
    private final BannerView banner;
    private final List<Runnable> steps;
    private final Button back;
    private final Button next;
    private int at;

    /// @param steps what each step shows; step n is told by `ui.tour.step.n`
    Tour(Words words, List<Runnable> steps) {
        this.words = words;
        this.steps = steps;
        banner = new BannerView(words, "tour", () -> {});
        back = banner.action("tour-back", words.say("ui.tour.back"), () -> go(at - 1));
        next = banner.action("tour-next", words.say("ui.tour.next"), () -> go(at + 1));
    }

    Node node() {
        return banner;
    }

    void begin() {
        go(0);
    }

    private void go(int step) {
        if (step >= steps.size()) {
            banner.setVisible(false);
            return;
        }
        at = Math.max(0, step);
        steps.get(at).run();
        banner.tell(words.say("ui.tour.count", at + 1, steps.size()), List.of(words.say(PREFIX + (at + 1))));
        back.setDisable(at == 0);
        next.setText(words.say(at == steps.size() - 1 ? "ui.tour.end" : "ui.tour.next"));
        next.requestFocus();
    }
}
