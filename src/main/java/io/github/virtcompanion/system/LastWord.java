package io.github.virtcompanion.system;

/// What is still said where Ctrl-C or a `kill` ends the program before this is closed.
public final class LastWord implements AutoCloseable {
    private final Thread hook;

    public LastWord(Runnable saying) {
        hook = new Thread(saying, "last-word");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // It is being said.
        }
    }
}
