package io.github.virtcompanion.model;

import java.util.Set;

/// What libvirt says of KVM on its host.
///
/// @param kind         whose rights on /dev/kvm count
/// @param kvm          libvirt gives domain capabilities of type kvm for the host's own architecture
/// @param words        libvirt's own words where it does not; may be empty
/// @param cpuFeatures  features of the host's CPU as libvirt's capabilities list them, read from CPUID: a listed one is there,
///                     a missing one may be part of the model
/// @param host         asked for another host only: this machine's files tell more
public record LibvirtView(Kind kind, Fact<Boolean> kvm, String words, Set<String> cpuFeatures, HostReport host) {
    public LibvirtView {
        cpuFeatures = Set.copyOf(cpuFeatures);
    }

    /// Of a host whose files are read.
    public LibvirtView(Kind kind, Fact<Boolean> kvm, String words, Set<String> cpuFeatures) {
        this(kind, kvm, words, cpuFeatures, HostReport.notAsked(Message.of("model.report.not-asked")));
    }

    /// The same, where the files of that very host are read too.
    ///
    /// @param uri the connection's: its path says whose rights on /dev/kvm count
    public LibvirtView withFilesOf(String uri) {
        Kind rights = !uri.startsWith("qemu") ? kind : uri.matches("[^:]*://[^/]*/session\\b.*") ? Kind.SESSION : Kind.SYSTEM;
        return new LibvirtView(rights, kvm, words, cpuFeatures, host);
    }

    public enum Kind {
        /// `qemu:///system`: libvirt's QEMU user needs the rights.
        SYSTEM,
        /// `qemu:///session`: the user's own rights.
        SESSION,
        /// Another host; its files are not read here.
        REMOTE,
        /// No libvirt was asked.
        NONE;

        /// @param uri as given to libvirt
        public static Kind of(String uri) {
            // driver[+transport]://[user@][host]/path; no host and no transport but unix is this machine.
            if (!uri.matches("[a-z]+(\\+unix)?:///.*")) return uri.isEmpty() ? NONE : REMOTE;
            if (!uri.startsWith("qemu")) return NONE;
            return uri.matches("[^/]*:///session\\b.*") ? SESSION : SYSTEM;
        }
    }

    public static LibvirtView notAsked(Fact<Boolean> why) {
        return new LibvirtView(Kind.NONE, why, "", Set.of());
    }
}
