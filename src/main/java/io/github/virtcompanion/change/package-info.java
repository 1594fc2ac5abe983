/// Plan, review, apply, take back: the only way in which this program changes a machine.
package io.github.virtcompanion.change;
