package io.github.virtcompanion.xml;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The user's own words for a machine, in an element of this program's own in the definition's `<metadata>`: libvirt keeps it,
/// and it goes where the definition goes.
public final class Tags {
    public static final String NAMESPACE = "https://virtcompanion.github.io/xmlns/domain/1.0";
    public static final String PREFIX = "virtcompanion";

    private Tags() {}

    static List<String> of(Element domain) {
        return domain.child("metadata").stream().flatMap(metadata -> metadata.children().stream())
                .filter(own -> own.localName().equals("tags") && own.namespace().equals(NAMESPACE))
                .flatMap(own -> own.children().stream()).filter(tag -> tag.localName().equals("tag"))
                .map(tag -> tag.text().strip()).filter(tag -> !tag.isEmpty()).distinct().toList();
    }

    /// For virDomainSetMetadata, which adds the namespace itself.
    ///
    /// @return empty where there are none, so that the element is taken away
    public static Optional<String> element(Collection<String> tags) {
        if (tags.isEmpty()) return Optional.empty();
        return Optional.of(tags.stream().map(tag -> "<tag>" + escaped(tag) + "</tag>").collect(Collectors.joining("", "<tags>", "</tags>")));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
