package io.github.virtcompanion.model;

import java.util.List;

/// One piece of advice, with its reason.
///
/// @param id       stable, for JSON and tests: `emulated-although-kvm-usable`
/// @param subject  what it is about: the domain's name, or a path or array of the host; empty for the host itself
/// @param because  why it matters
/// @param evidence what was read, where; never empty
/// @param source   a page of libvirt, QEMU or the kernel, or a measurement
public record Finding(String id, Severity severity, String subject, Message title, Message because, List<Evidence> evidence,
                      Proposal proposal, String source) {
    public Finding {
        evidence = List.copyOf(evidence);
        if (evidence.isEmpty()) throw new IllegalArgumentException("no advice without evidence: " + id);
    }

    public enum Severity {
        /// Data can be lost.
        DANGER,
        /// Much slower than it need be.
        SLOW,
        /// Could be better.
        HINT
    }
}
