package io.github.virtcompanion.ui;

import java.util.Optional;

/// What "Add connection" makes a libvirt URI of. Pure.
///
/// @param transport `ssh`, `tls`, `tcp` or `libssh2`; empty for this computer
/// @param user      empty for the usual one
/// @param host      name or address, with a port if need be
/// @param custom    the URI itself, for [Kind#CUSTOM]
record NewConnection(Kind kind, String transport, String user, String host, String custom) {
    /// virt-manager's choices.
    enum Kind {
        QEMU_SYSTEM("qemu", "/system"), QEMU_SESSION("qemu", "/session"), XEN("xen", "/"), LXC("lxc", "/"), BHYVE("bhyve", "/system"), VZ("vz", "/system"), CUSTOM("", "");

        private final String driver;
        private final String path;

        Kind(String driver, String path) {
            this.driver = driver;
            this.path = path;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /// Empty while something is missing or cannot be part of a URI.
    Optional<String> uri() {
        if (kind == Kind.CUSTOM) return Optional.of(custom.strip()).filter(uri -> uri.matches("[a-z][a-z0-9]*(\\+[a-z0-9]+)?:\\S+"));
        if (transport.isEmpty()) return Optional.of(kind.driver + "://" + kind.path);
        String where = host.strip();
        // An IPv6 address stands in brackets, so that its colons are no port.
        if (where.chars().filter(c -> c == ':').count() > 1 && !where.startsWith("[")) where = "[" + where + "]";
        String who = user.strip();
        if (where.isEmpty() || !where.matches("[A-Za-z0-9._\\-:%\\[\\]]+") || !who.matches("[A-Za-z0-9._\\-$+]*")) return Optional.empty();
        return Optional.of(kind.driver + "+" + transport + "://" + (who.isEmpty() || transport.equals("tls") ? "" : who + "@") + where + kind.path);
    }
}
