package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.LiveProgress;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.SaveProgress;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Each phase in a line; of a save that takes its time, a line every few seconds.
final class ToldProgress implements LiveProgress {
    private static final long EVERY_MILLIS = 2000;

    private final Consumer<Message> tell;
    private final BooleanSupplier stopped;
    private long toldAt;

    ToldProgress(Consumer<Message> tell, BooleanSupplier stopped) {
        this.tell = tell;
        this.stopped = stopped;
    }

    @Override
    public void now(Message words) {
        tell.accept(words);
    }

    @Override
    public void saving(SaveProgress far) {
        if (!far.known() || far.elapsedMillis() < toldAt + EVERY_MILLIS) return;
        toldAt = far.elapsedMillis();
        tell.accept(far.words());
    }

    @Override
    public boolean stopped() {
        return stopped.getAsBoolean();
    }
}
