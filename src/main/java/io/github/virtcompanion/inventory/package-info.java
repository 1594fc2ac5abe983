/// What is there: connections that keep themselves alive, their machines as events tell of them, and the advice that follows.
/// Above it, nothing asks libvirt for the list again.
package io.github.virtcompanion.inventory;
