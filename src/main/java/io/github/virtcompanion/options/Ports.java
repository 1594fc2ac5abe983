package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ports of the host that lead into the guest, by passt: `tcp:8080:80, udp:5353`.
record Ports() implements Place.Formed {
    private static final String NIC = "./devices/interface[mac/@address='*']";

    @Override
    public String path() {
        return NIC + "/portForward/@proto";
    }

    @Override
    public boolean takes(String value) {
        return List.of(value.split(",")).stream().allMatch(part -> PortForward.parse(part.strip()).isPresent());
    }

    @Override
    public Message form() {
        return Message.of("options.bad-value.ports");
    }

    @Override
    public Optional<String> read(DomainXml xml, String key) {
        List<String> all = new ArrayList<>();
        for (Element forward : xml.elements(Key.into(NIC, key) + "/portForward")) {
            String to = forward.attribute("proto").orElse("tcp") + forward.attribute("address").map(address -> "@" + address).orElse("")
                    + forward.attribute("dev").map(device -> "%" + device).orElse("");
            List<Element> ranges = forward.children("range").toList();
            if (ranges.isEmpty()) all.add(to);
            for (Element range : ranges) all.add((range.attribute("exclude").filter("yes"::equals).isPresent() ? "-" : "") + to + ":" + range.attribute("start").orElse("")
                    + range.attribute("end").map(end -> "-" + end).orElse("") + range.attribute("to").map(port -> ":" + port).orElse(""));
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(",", all));
    }

    @Override
    public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
        String nic = Key.into(NIC, key);
        DomainXml written = xml.remove(nic + "/portForward");
        int count = 0;
        String last = "";
        StringBuilder ranges = new StringBuilder();
        for (String part : (value + ",").split(",", -1)) {
            var one = PortForward.parse(part.strip());
            String head = one.map(PortForward::head).orElse("");
            if (!head.equals(last) && !last.isEmpty()) {
                written = Frames.make(written, nic + "/portForward[" + ++count + "]", "<portForward" + last + (ranges.isEmpty() ? "/>" : ">" + ranges + "\n</portForward>"));
                ranges.setLength(0);
            }
            last = head;
            one.map(PortForward::range).ifPresent(ranges::append);
        }
        return written;
    }

    @Override
    public DomainXml clear(DomainXml xml, String key) {
        return xml.remove(Key.into(NIC, key) + "/portForward");
    }
}
