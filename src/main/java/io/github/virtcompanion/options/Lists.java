package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Places whose value is made of several elements.
final class Lists {
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
            List<String> words = Stream.of(value.split(",")).map(String::strip).toList();
            return written(xml, element, attribute, words, (draft, at) -> Frames.make(draft, at, "<" + lastStep() + " " + attribute + "='x'/>"));
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
            List<String> words = xml.list(QemuNamespace.in(xml, path()));
            return words.isEmpty() ? Optional.empty() : Optional.of(words.stream().map(Shell::quoted).collect(Collectors.joining(" ")));
        }

        @Override
        public DomainXml write(DomainXml xml, String key, String value) throws FailedException {
            String prefix = QemuNamespace.prefix(xml, ARGUMENT);
            String declaration = prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix.replace(":", "");
            return written(QemuNamespace.declared(xml, ARGUMENT), QemuNamespace.in(xml, ARGUMENT), "value", Shell.split(value),
                    (draft, at) -> Frames.make(draft, at, "<" + prefix + "arg value='x'/>", declaration, QemuNamespace.URI));
        }

        @Override
        public DomainXml clear(DomainXml xml, String key) {
            return QemuNamespace.undeclared(xml.remove(QemuNamespace.in(xml, ARGUMENT)));
        }
    }

    /// Makes one more element.
    private interface Making {
        DomainXml make(DomainXml xml, String path) throws FailedException;
    }

    /// Those that are there take the words, what is missing is made, what is left over goes.
    private static DomainXml written(DomainXml xml, String element, String attribute, List<String> words, Making making) throws FailedException {
        DomainXml written = xml;
        for (int i = 0; i < words.size(); i++) {
            String at = element + "[" + (i + 1) + "]";
            if (!written.has(at)) written = making.make(written, at);
            written = written.set(at + "/@" + attribute, words.get(i));
        }
        String left = element + "[" + (words.size() + 1) + "]";
        while (written.has(left)) written = written.remove(left);
        return written;
    }
}
