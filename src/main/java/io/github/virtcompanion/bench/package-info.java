/// The cache benchmark: what each cache mode of QEMU yields on the user's own file system, measured by `qemu-img bench`,
/// which is QEMU's own cache code.
package io.github.virtcompanion.bench;
