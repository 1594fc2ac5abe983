package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Places whose value is made of several elements.
final class Lists {
    private static final String QEMU = "http://libvirt.org/schemas/domain/qemu/1.0";

    private Lists() {}

    /// `hd,cdrom`: one element each, with the word in an attribute.
    record Attributes(String element, String attribute) implements Place {
        @Override
        public String path() {
            return element + "/@" + attribute;
        }

        @Override
        public Optional<String> read(DomainXml xml, String key) {
            List<String> words = xml.list(path());
            return words.isEmpty() ? Optional.empty() : Optional.of(String.join(",", words));
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            List<String> words = List.of(value.split(","));
            DomainXml written = xml;
            for (int i = 0; i < words.size(); i++) {
                String at = element + "[" + (i + 1) + "]";
                if (!written.has(at)) written = Frames.make(written, at, "<" + lastStep() + " " + attribute + "='x'/>");
                written = written.set(at + "/@" + attribute, words.get(i).strip());
            }
            while (written.has(element + "[" + (words.size() + 1) + "]")) written = written.remove(element + "[" + (words.size() + 1) + "]");
            return written;
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return xml.remove(element);
        }

        private String lastStep() {
            return element.substring(element.lastIndexOf('/') + 1);
        }
    }

    /// Arguments that libvirt hands to QEMU as they are: `-device foo -set "a b"`.
    record Words() implements Place {
        private static final String ARGUMENT = "./qemu:commandline/qemu:arg";

        @Override
        public String path() {
            return ARGUMENT + "/@value";
        }

        @Override
        public Optional<String> read(DomainXml xml, String key) {
            List<String> words = xml.list(path());
            return words.isEmpty() ? Optional.empty() : Optional.of(words.stream().map(Shell::quoted).collect(Collectors.joining(" ")));
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            List<String> words = Shell.split(value);
            DomainXml written = declared(xml);
            for (int i = 0; i < words.size(); i++) {
                String at = ARGUMENT + "[" + (i + 1) + "]";
                if (!written.has(at)) written = Frames.make(written, at, "<qemu:arg value='x'/>", "xmlns:qemu", QEMU);
                written = written.set(at + "/@value", words.get(i));
            }
            while (written.has(ARGUMENT + "[" + (words.size() + 1) + "]")) written = written.remove(ARGUMENT + "[" + (words.size() + 1) + "]");
            return written;
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return undeclared(xml.remove(ARGUMENT));
        }
    }

    /// `ALIAS.PROPERTY` of a device, with QEMU's kind of value beside it.
    record Overrides() implements Place {
        private static final String DEVICE = "./qemu:override/qemu:device";

        @Override
        public String path() {
            return DEVICE + "[@alias='*']/qemu:frontend/qemu:property/@value";
        }

        @Override
        public Optional<String> read(DomainXml xml, String key) {
            return xml.get(property(key) + "/@value");
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            String at = property(key);
            String type = xml.get(at + "/@type").filter(kept -> fits(kept, value)).orElseGet(() -> type(value));
            return declared(xml).set(at + "/@type", type).set(at + "/@value", value);
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return undeclared(xml.remove(property(key)));
        }

        static List<String> present(DomainXml xml) {
            List<String> keys = new ArrayList<>();
            for (Element device : xml.elements(DEVICE))
                for (Element frontend : device.children("qemu:frontend").toList())
                    for (Element property : frontend.children("qemu:property").toList())
                        property.attribute("name").ifPresent(name -> keys.add(device.attribute("alias").orElse("") + "." + name));
            return keys;
        }

        private static String property(String key) {
            int dot = Math.max(0, key.indexOf('.'));
            return DEVICE + "[@alias='" + key.substring(0, dot) + "']/qemu:frontend/qemu:property[@name='" + key.substring(Math.min(dot + 1, key.length())) + "']";
        }

        /// libvirt knows string, signed, unsigned, bool and remove (docs/drvqemu.rst).
        private static String type(String value) {
            return value.matches("\\d+") ? "unsigned" : value.matches("-\\d+") ? "signed" : value.equals("true") || value.equals("false") ? "bool" : "string";
        }

        private static boolean fits(String type, String value) {
            return type.equals("string") || type.equals(type(value)) || type.equals("signed") && value.matches("-?\\d+");
        }
    }

    /// Ports of the host that lead into the guest, by passt: `tcp:8080:80, udp:5353`.
    record Ports() implements Place {
        private static final String NIC = "./devices/interface[mac/@address='*']";

        @Override
        public String path() {
            return NIC + "/portForward/@proto";
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

    static DomainXml declared(DomainXml xml) throws FailedException {
        return xml.has("./@xmlns:qemu") ? xml : xml.set("./@xmlns:qemu", QEMU);
    }

    /// libvirt drops the namespace with the last element in it.
    static DomainXml undeclared(DomainXml xml) {
        DomainXml empty = xml;
        for (String holder : List.of("./qemu:commandline", "./qemu:override/qemu:device/qemu:frontend", "./qemu:override/qemu:device", "./qemu:override"))
            if (empty.elements(holder).stream().anyMatch(element -> element.children().isEmpty())) empty = withoutEmpty(empty, holder);
        return empty.domain().children().stream().anyMatch(child -> child.name().startsWith("qemu:")) ? empty : empty.remove("./@xmlns:qemu");
    }

    private static DomainXml withoutEmpty(DomainXml xml, String holder) {
        DomainXml left = xml;
        for (int i = left.elements(holder).size(); i >= 1; i--)
            if (left.elements(holder).get(i - 1).children().isEmpty() && left.elements(holder).size() == 1) left = left.remove(holder);
        return left;
    }
}
