package io.github.virtcompanion.ui;

/// What toolbar, menus and keys ask for; each acts on the selection.
interface Commands {
    void act(Lifecycle action);

    void switchType();

    /// What waits for the next start.
    void applyNow();

    /// By shutting down and starting.
    void restartToApply();

    /// In virt-manager.
    void open();

    void checkAgain();

    void demo();

    void about();

    void quit();
}
