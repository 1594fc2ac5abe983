package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a network card leads: `network:default`, `bridge:br0`, `direct:eth0`, `direct:eth0:bridge`, `user`. Its type and its source in one,
/// for libvirt takes neither without the other. Cards of other types are read by their type alone, and stay what they are.
record NicSource() implements Place.Formed {
    private static final String NIC = "./devices/interface[mac/@address='*']";
    /// By the type that has it.
    private static final Map<String, String> ATTRIBUTES = Map.of("network", "network", "bridge", "bridge", "direct", "dev");
    private static final List<String> MODES = List.of("vepa", "bridge", "private", "passthrough");

    @Override
    public String path() {
        return NIC + "/@type";
    }

    /// Whether it can be written.
    @Override
    public boolean takes(String value) {
        String[] parts = value.split(":", -1);
        String type = parts[0];
        if (type.equals("user")) return parts.length == 1;
        boolean named = ATTRIBUTES.containsKey(type) && parts.length > 1 && !parts[1].isBlank();
        return named && (parts.length == 2 || type.equals("direct") && parts.length == 3 && MODES.contains(parts[2]));
    }

    @Override
    public Optional<String> read(DomainXml xml, String key) {
        String type = xml.get(Key.into(path(), key)).map(String::strip).orElse("");
        if (!ATTRIBUTES.containsKey(type)) return Optional.of(type).filter(text -> !text.isEmpty());
        String from = Key.into(NIC, key) + "/source/@";
        String mode = type.equals("direct") ? xml.get(from + "mode").map(written -> ":" + written).orElse("") : "";
        return xml.get(from + ATTRIBUTES.get(type)).map(name -> type + ":" + name + mode).or(() -> Optional.of(type));
    }

    @Override
    public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
        String nic = Key.into(NIC, key);
        String before = xml.get(nic + "/@type").map(String::strip).orElse("");
        if (!ATTRIBUTES.containsKey(before) && !before.equals("user"))
            throw new Failure(Message.of("options.nic-source", key, before), Message.of("options.nic-source.next"), "").asException();
        String[] parts = value.split(":", -1);
        DomainXml written = before.equals(parts[0]) ? xml : bare(xml, nic).set(nic + "/@type", parts[0]);
        if (parts[0].equals("user")) return written;
        written = written.set(nic + "/source/@" + ATTRIBUTES.get(parts[0]), parts[1]);
        if (!parts[0].equals("direct")) return written;
        return parts.length > 2 ? written.set(nic + "/source/@mode", parts[2]) : written.remove(nic + "/source/@mode");
    }

    /// The source of one type says nothing to another, nor does the port group of a network or the port of a switch.
    @Override
    public Message form() {
        return Message.of("options.bad-value.source");
    }

    /// What libvirt makes of a card without a mode.
    @Override
    public String written(String value) {
        return value.matches("direct:[^:]+") ? value + ":vepa" : value;
    }

    private static DomainXml bare(DomainXml xml, String nic) {
        return xml.remove(nic + "/source").remove(nic + "/virtualport");
    }

    @Override
    public DomainXml clear(DomainXml xml, String key) {
        return xml;
    }
}
