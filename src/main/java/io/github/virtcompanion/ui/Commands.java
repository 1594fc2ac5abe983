package io.github.virtcompanion.ui;

/// What toolbar, menus and keys ask for; each acts on the selection.
interface Commands {
    void act(Lifecycle action);

    void switchType();

    /// In virt-manager.
    void open();

    void checkAgain();

    void demo();

    void about();

    void quit();
}
