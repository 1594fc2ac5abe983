package io.github.virtcompanion.model;

import java.util.Optional;

/// What libvirt keeps of a machine beside its definition, told by a comment behind its name: so it is in every history, comparison
/// and difference that the definition is in. libvirt itself never stores a comment there, and ignores one that it is given.
public final class Beside {
    private static final String AUTOSTART = "<!-- autostart: libvirt keeps it beside the definition -->";
    private static final String NAME = "</name>";

    private Beside() {}

    /// Whether the machine starts with its host.
    public static boolean autostart(String xml) {
        return after(xml).map(at -> xml.indexOf(AUTOSTART, at) >= 0 && xml.substring(at, xml.indexOf(AUTOSTART, at)).isBlank()).orElse(false);
    }

    /// The same definition, on a line more or less.
    public static String with(String xml, boolean autostart) {
        if (autostart(xml) == autostart) return xml;
        Optional<Integer> behindName = after(xml);
        if (behindName.isEmpty()) return xml;
        int at = behindName.get();
        if (autostart) return xml.substring(0, at) + "\n  " + AUTOSTART + xml.substring(at);
        return xml.substring(0, at) + xml.substring(xml.indexOf(AUTOSTART, at) + AUTOSTART.length());
    }

    /// This definition with what is kept beside the other.
    public static String like(String xml, String other) {
        return with(xml, autostart(other));
    }

    /// The definition alone.
    public static String without(String xml) {
        return with(xml, false);
    }

    private static Optional<Integer> after(String xml) {
        int name = xml.indexOf(NAME);
        return name < 0 ? Optional.empty() : Optional.of(name + NAME.length());
    }
}
