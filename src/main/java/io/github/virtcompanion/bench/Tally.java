package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.List;

/// What is known of one kind of run.
final class Tally {
    final Probe probe;
    private final List<Double> rates = new ArrayList<>();
    private Cell.Outcome closed;

    Tally(Probe probe) {
        this.probe = probe;
    }

    void add(double kibPerSecond) {
        rates.add(kibPerSecond);
    }

    /// It will not be tried again.
    void close(Cell.Outcome why) {
        closed = why;
    }

    boolean open() {
        return closed == null;
    }

    boolean measured() {
        return !rates.isEmpty();
    }

    double median() {
        return new Cell.Measured(rates).kibPerSecond();
    }

    Cell.Outcome outcome() {
        return measured() ? new Cell.Measured(rates) : open() ? new Cell.NotMeasured(Message.of("bench.cell.no-time")) : closed;
    }
}
