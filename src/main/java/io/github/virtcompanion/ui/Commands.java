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

    /// In virt-viewer.
    void console();

    void delete();

    void copyMachine();

    void rename();

    void autostart(boolean on);

    void tag(String tag, boolean on);

    void newTag();

    void snapshots();

    /// As text, into the clipboard.
    void copyText();

    void checkAgain();

    void addConnection();

    ConnectionActions connections();

    Confirmation confirmation();

    void demo();

    /// The manual and the words explained.
    void help();

    void about();

    void quit();
}
