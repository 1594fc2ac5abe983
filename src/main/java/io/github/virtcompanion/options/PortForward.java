package io.github.virtcompanion.options;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `tcp:8080:80`, `udp@192.0.2.1:5000-5010`, `-tcp:22`: protocol, address of the host, ports there, first port in the guest.
record PortForward(boolean exclude, String protocol, String address, String device, String start, String end, String to) {
    private static final Pattern WRITTEN = Pattern.compile("(-)?(tcp|udp)(?:@([0-9A-Fa-f.]+|[0-9A-Fa-f:]*::[0-9A-Fa-f:]*))?(?:%([\\w.-]+))?(?::(\\d{1,5})(?:-(\\d{1,5}))?(?::(\\d{1,5}))?)?");

    static Optional<PortForward> parse(String written) {
        Matcher found = WRITTEN.matcher(written);
        if (!found.matches()) return Optional.empty();
        return Optional.of(new PortForward(found.group(1) != null, found.group(2), text(found, 3), text(found, 4), text(found, 5), text(found, 6), text(found, 7)));
    }

    private static String text(Matcher found, int group) {
        return found.group(group) == null ? "" : found.group(group);
    }

    String head() {
        return attribute("proto", protocol) + attribute("address", address) + attribute("dev", device);
    }

    String range() {
        return start.isEmpty() ? "" : "\n  <range" + attribute("start", start) + attribute("end", end) + attribute("to", to) + (exclude ? attribute("exclude", "yes") : "") + "/>";
    }

    private static String attribute(String name, String value) {
        return value.isEmpty() ? "" : " " + name + "='" + value + "'";
    }
}
