/// The hypervisor: one open libvirt connection in records and strings, and libvirt's errors in sentences.
/// The only package that knows libvirt-java and JNA.
package io.github.virtcompanion.libvirt;
