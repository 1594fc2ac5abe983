package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.words.Words;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;

import java.util.ArrayList;
import java.util.List;

/// Guest → QEMU → host page cache → disk, and how far a write goes before the guest is told "done" (upper line),
/// and how far a flush (lower line). From the three switches of the mode, as in QEMU's own table.
final class CacheDrawing extends Region {
    private static final int GUEST = 0;
    private static final int QEMU = 1;
    private static final int PAGE_CACHE = 2;
    private static final int DISK = 3;
    private static final double STATION_EMS = 2.6;
    private static final double ARROW_EMS = 1.2;
    private final Words words;
    private final List<Label> stations = new ArrayList<>();
    private final Arrow write = new Arrow();
    private final Arrow flush = new Arrow();
    private final Label writeWords = new Label();
    private final Label flushWords = new Label();
    private int writeEnd = PAGE_CACHE;
    private int flushStart = GUEST;
    private int flushEnd = DISK;

    CacheDrawing(Words words) {
        this.words = words;
        getStyleClass().add("cache-drawing");
        for (String name : List.of("guest", "qemu", "page-cache", "disk")) {
            Label station = new Label(words.say("ui.drawing." + name));
            station.getStyleClass().addAll("station", "station-" + name);
            station.setWrapText(true);
            stations.add(station);
        }
        for (Label said : List.of(writeWords, flushWords)) {
            said.getStyleClass().add("arrow-words");
            said.setWrapText(true);
        }
        getChildren().addAll(write.line, write.head, flush.line, flush.head);
        getChildren().addAll(stations);
        getChildren().addAll(writeWords, flushWords);
    }

    /// @param mode what the disk really does: the default has been resolved
    void show(CacheMode mode) {
        stations.get(PAGE_CACHE).setOpacity(mode.direct() ? 0.35 : 1);
        boolean everyWrite = !mode.guestSeesCache();
        writeEnd = everyWrite || mode.direct() ? DISK : PAGE_CACHE;
        flushStart = everyWrite ? QEMU : GUEST;
        flushEnd = mode.noFlush() ? QEMU : DISK;
        write.tone(everyWrite ? "slow" : "plain");
        flush.tone(mode.noFlush() ? "danger" : everyWrite ? "slow" : "plain");
        writeWords.setText(words.say(everyWrite ? "ui.drawing.write-slow" : mode.direct() ? "ui.drawing.write-direct" : "ui.drawing.write-cached"));
        flushWords.setText(words.say(mode.noFlush() ? "ui.drawing.flush-dropped" : everyWrite ? "ui.drawing.flush-every" : "ui.drawing.flush-asked"));
        setAccessibleText(writeWords.getText() + " " + flushWords.getText());
        requestLayout();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        double wide = width < 0 ? Em.px(36) : width;
        return Em.px(STATION_EMS + 2 * ARROW_EMS + 0.8) + high(writeWords, wide, GUEST) + high(flushWords, wide, flushStart);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computeMinWidth(double height) {
        return Em.px(14);
    }

    @Override
    protected void layoutChildren() {
        double slot = getWidth() / stations.size();
        double wide = Math.min(slot - Em.px(0.6), Em.px(9));
        double high = Em.px(STATION_EMS);
        for (int i = 0; i < stations.size(); i++)
            stations.get(i).resizeRelocate(middle(getWidth(), i) - wide / 2, 0, wide, high);
        double below = lay(write, writeWords, GUEST, writeEnd, high);
        lay(flush, flushWords, flushStart, flushEnd, below);
    }

    private double middle(double width, int station) {
        return width / stations.size() * (station + 0.5);
    }

    /// From where its arrow begins to the right edge.
    private double high(Label label, double width, int from) {
        return label.prefHeight(width - middle(width, from));
    }

    /// @return where the next may begin
    private double lay(Arrow arrow, Label label, int from, int to, double top) {
        double left = middle(getWidth(), from);
        double y = top + Em.px(ARROW_EMS * 0.7);
        arrow.lay(left, middle(getWidth(), to), y, Em.px(0.45));
        double high = high(label, getWidth(), from);
        label.resizeRelocate(left, y + Em.px(ARROW_EMS * 0.3), getWidth() - left, high);
        return top + Em.px(ARROW_EMS) + high + Em.px(0.2);
    }

    /// A line with a head, or with a bar across where it goes no further.
    private static final class Arrow {
        private final Line line = new Line();
        private final Polygon head = new Polygon();

        Arrow() {
            line.setManaged(false);
            head.setManaged(false);
        }

        void tone(String tone) {
            line.getStyleClass().setAll("arrow-line", "arrow-" + tone);
            head.getStyleClass().setAll("arrow-head", "arrow-head-" + tone);
        }

        void lay(double from, double to, double y, double size) {
            line.setStartX(from);
            line.setEndX(to - size);
            line.setStartY(y);
            line.setEndY(y);
            if (line.getStyleClass().contains("arrow-danger")) head.getPoints().setAll(to - size / 3, y - size * 1.4, to, y - size * 1.4,
                    to, y + size * 1.4, to - size / 3, y + size * 1.4);
            else head.getPoints().setAll(to, y, to - 2 * size, y - size, to - 2 * size, y + size);
        }
    }
}
