package io.github.virtcompanion.inventory;

/// A connection to be opened.
///
/// @param uri     libvirt's
/// @param kind    which host's files tell about it
/// @param assumed nobody asked for it: when no daemon answers, it is left out rather than shown as failed
/// @param filesOverSsh the user has agreed, for this run, that the other host's files are read through ssh
/// @param idle    listed, but opened only when somebody asks for it
/// @param name    the user's own for it; empty for the usual one
public record ConnectionSpec(String uri, Kind kind, boolean assumed, boolean filesOverSsh, boolean idle, String name) {
    /// Without a name of the user's own.
    public ConnectionSpec(String uri, Kind kind, boolean assumed, boolean filesOverSsh, boolean idle) {
        this(uri, kind, assumed, filesOverSsh, idle, "");
    }

    public enum Kind {
        /// This machine: its /proc and /sys can be read.
        LOCAL,
        /// Another machine, or none: only libvirt's own words are known.
        REMOTE,
        /// libvirt's test driver on the bundled host of the story.
        DEMO
    }

    /// What people write to name the demo host where a URI is expected.
    public static final String DEMO_URI = "demo:///";

    public static ConnectionSpec of(String uri) {
        if (uri.equals(DEMO_URI)) return new ConnectionSpec(uri, Kind.DEMO, false, false, false);
        return new ConnectionSpec(uri, local(uri) ? Kind.LOCAL : Kind.REMOTE, false, false, false);
    }

    /// libvirt's test driver, which the demo host is as well: it has its machines anew in each connection, and no QEMU.
    public static boolean isTest(String uri) {
        return uri.equals(DEMO_URI) || uri.startsWith("test");
    }

    public static ConnectionSpec demo() {
        return of(DEMO_URI);
    }

    /// libvirt starts such a daemon itself, if it is installed at all.
    boolean session() {
        return uri.endsWith(":///session");
    }

    ConnectionSpec asAssumed() {
        return new ConnectionSpec(uri, kind, true, filesOverSsh, idle, name);
    }

    public ConnectionSpec withFilesOverSsh() {
        return new ConnectionSpec(uri, kind, assumed, true, idle, name);
    }

    ConnectionSpec asIdle() {
        return withIdle(true);
    }

    ConnectionSpec withIdle(boolean waits) {
        return new ConnectionSpec(uri, kind, assumed, filesOverSsh, waits, name);
    }

    ConnectionSpec named(String own) {
        return new ConnectionSpec(uri, kind, assumed, filesOverSsh, idle, own);
    }

    /// A URI without a host name speaks to this machine; the test driver speaks to none.
    private static boolean local(String uri) {
        return uri.matches("[a-z]+(\\+unix)?:///.*") && !uri.startsWith("test");
    }

    /// The name in the list, as virt-manager's `get_pretty_desc` makes it.
    public String label() {
        if (!name.isBlank()) return name;
        String driver = uri.replaceFirst("[+:].*", "");
        String name = switch (driver) {
            case "qemu" -> "QEMU/KVM";
            case "xen" -> "Xen";
            case "lxc" -> "LXC";
            case "test" -> "Test";
            default -> driver;
        };
        String host = uri.replaceFirst("^[^:]*://", "").replaceFirst("[/?].*", "");
        if (!host.isEmpty()) return name + ": " + host;
        if (uri.endsWith("/session")) return name + " (session)";
        return driver.equals("test") ? name + " " + uri.replaceFirst("^test://", "").replaceFirst(".*/(?=[^/]+$)", "") : name;
    }
}
