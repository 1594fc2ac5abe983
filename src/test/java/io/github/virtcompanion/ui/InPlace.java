package io.github.virtcompanion.ui;

/// The twin of the background door: does everything at once, on the caller's thread.
final class InPlace extends Background {
    @Override
    protected void aside(Runnable work) {
        work.run();
    }

    @Override
    public void show(Runnable work) {
        work.run();
    }
}
