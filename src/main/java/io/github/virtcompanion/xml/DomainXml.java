package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A domain definition as text. Every edit gives a new one that differs from the old only in the bytes it must:
/// quotes, order, comments, line ends and everything unknown stay. Paths are explained at [Path]:
/// `./@type`, `./cpu/model`, `./devices/disk[target/@dev='vda']/driver/@cache`.
///
/// The domain may be the root or the only domain directly inside another root (`<domainsnapshot>`, `<domstatus>`).
public final class DomainXml {
    private final Document document;
    private final Element domain;

    private DomainXml(Document document, Element domain) {
        this.document = document;
        this.domain = domain;
    }

    /// @throws FailedException malformed, with a DTD, or not exactly one domain
    public static DomainXml parse(String text) throws FailedException {
        Document document = Document.parse(text);
        return new DomainXml(document, domainOf(document.root()));
    }

    private static Element domainOf(Element root) throws FailedException {
        if (root.name().equals("domain")) return root;
        // Capabilities, networks and PCI devices have elements of that name too; a definition has a name.
        List<Element> inside = root.children("domain").filter(domain -> domain.child("name").isPresent()).toList();
        // A snapshot of a running domain keeps the stored definition beside the live one.
        long others = root.children("inactiveDomain").count();
        if (inside.isEmpty())
            throw new Failure(Message.of("xml.no-domain", root.name()), Message.of("xml.no-domain.next"), "").asException();
        if (inside.size() + others > 1)
            throw new Failure(Message.of("xml.many-domains", root.name(), inside.size() + others), Message.of("xml.many-domains.next"), "").asException();
        return inside.getFirst();
    }

    /// The whole text, wrapper and prologue included.
    public String text() {
        return document.text();
    }

    /// To read from.
    public Element domain() {
        return domain;
    }

    /// Whether both say the same to the letter, but for the number that a running domain has.
    public boolean saysTheSameAs(DomainXml other) {
        return domain.content().equals(other.domain.content()) && ownAttributes().equals(other.ownAttributes());
    }

    private Map<String, String> ownAttributes() {
        return domain.attributes().stream().filter(attribute -> !attribute.name().equals("id")).collect(Collectors.toMap(Attribute::name, Attribute::value));
    }

    /// What the path's first match says: an attribute's value or an element's text; empty where there is no match.
    public Optional<String> get(String path) {
        return Path.of(path).values(domain).stream().findFirst();
    }

    /// What all matches say, in document order.
    public List<String> list(String path) {
        return Path.of(path).values(domain);
    }

    /// The matching elements, in document order.
    public List<Element> elements(String path) {
        return Path.of(path).elements(domain);
    }

    public boolean has(String path) {
        Path way = Path.of(path);
        return way.attribute().isPresent() ? !way.values(domain).isEmpty() : !way.elements(domain).isEmpty();
    }

    /// The path's first match gets this value; where there is none it is made, at the place where libvirt would write it.
    ///
    /// @throws FailedException          XML cannot say this value, or the element has elements where a text should be
    /// @throws IllegalArgumentException the path needs something that cannot be made from it: a disk that does not exist
    public DomainXml set(String path, String value) throws FailedException {
        if (!Content.representable(value))
            throw new Failure(Message.of("xml.not-representable"), Message.of("xml.not-representable.next"), path).asException();
        if (get(path).filter(value::equals).isPresent()) return this;
        Path way = Path.of(path);
        List<Element> there = way.elements(domain);
        if (way.attribute().isEmpty() && !there.isEmpty() && !there.getFirst().children().isEmpty())
            throw new Failure(Message.of("xml.not-a-text", there.getFirst().name()), Message.of("xml.not-a-text.next"), path).asException();
        DomainXml edited = with(new Splicer(document, domain).set(way, value));
        return edited.checked(edited.get(path).filter(value::equals).isPresent(), "set", path);
    }

    /// The element is there, empty if it was not: for those that switch something on by being there.
    public DomainXml add(String path) {
        if (has(path)) return this;
        DomainXml edited = with(new Splicer(document, domain).create(Path.of(path), Optional.empty()));
        return edited.checked(edited.has(path), "add", path);
    }

    /// All matches go, and with them what only they kept from being empty, where emptiness says nothing.
    public DomainXml remove(String path) {
        Path way = Path.of(path);
        DomainXml edited = this;
        // Counted before: behind the second that goes there is another second.
        int matches = way.attribute().isPresent() ? way.values(domain).size() : way.elements(domain).size();
        for (int i = 0; i < matches && edited.has(path); i++) edited = edited.with(new Splicer(edited.document, edited.domain).remove(way));
        return edited;
    }

    /// The path's first match gives way to this element, or it is put where libvirt would write it.
    ///
    /// @param element one element of the path's last name, lines indented by two blanks a level
    /// @throws FailedException the element is malformed
    public DomainXml replace(String path, String element) throws FailedException {
        Document.parse(element);
        Path way = Path.of(path);
        List<Element> present = way.elements(domain);
        if (!present.isEmpty() && present.getFirst().source().equals(element)) return this;
        DomainXml edited = with(new Splicer(document, domain).replace(way, element.strip()));
        return edited.checked(edited.has(path), "replace", path);
    }

    private DomainXml with(Splice splice) {
        try {
            return parse(splice.apply(document.text()));
        } catch (FailedException e) {
            throw new IllegalStateException("an edit broke the document: " + splice, e);
        }
    }

    private DomainXml checked(boolean there, String edit, String path) {
        if (!there) throw new IllegalStateException(edit + " " + path + " did not take");
        return this;
    }
}
