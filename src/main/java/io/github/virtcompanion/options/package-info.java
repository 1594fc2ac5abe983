/// The catalogue: each setting of a machine is one line of data with its words, and the rules of which setting draws which along.
/// Everything here is computed from text to text; nothing is read from a host or given to libvirt.
package io.github.virtcompanion.options;
