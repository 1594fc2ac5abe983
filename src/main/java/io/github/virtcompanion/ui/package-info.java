/// The window: an `XxxView` that builds nodes and an `XxxModel` that holds what they show, a pair a screen.
/// Nothing here waits: whatever reads libvirt or files goes through [io.github.virtcompanion.ui.Background].
package io.github.virtcompanion.ui;
