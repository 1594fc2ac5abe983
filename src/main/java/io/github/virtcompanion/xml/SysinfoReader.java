package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.HostFacts.Board;
import io.github.virtcompanion.model.Message;

import java.util.Optional;

/// `virsh sysinfo`: maker, board and BIOS of libvirt's host. The serial numbers and UUIDs beside them are not looked at.
public final class SysinfoReader {
    private SysinfoReader() {}

    /// @param source where the document is from
    /// @throws FailedException not a `<sysinfo>` document
    public static Board read(String xml, String source) throws FailedException {
        Element root = Document.parse(xml).root();
        if (!root.name().equals("sysinfo"))
            throw new Failure(Message.of("xml.unexpected-root", "sysinfo", root.name()), Message.of("xml.unexpected-root.next"), "").asException();
        Fact<String> maker = entry(root, "system", "manufacturer", source);
        // Boards sold singly leave the system's maker blank.
        if (maker.toOptional().filter(Board::named).isEmpty() && entry(root, "baseBoard", "manufacturer", source) instanceof Fact.Known<String> board) maker = board;
        return new Board(maker, entry(root, "system", "product", source), entry(root, "baseBoard", "product", source),
                entry(root, "bios", "version", source), entry(root, "bios", "date", source));
    }

    private static Fact<String> entry(Element root, String part, String name, String source) {
        Optional<String> value = root.child(part).flatMap(element -> element.children("entry").filter(entry -> entry.attribute("name").filter(name::equals).isPresent())
                .map(entry -> entry.text().strip()).findFirst());
        return value.map(text -> Fact.known(text, source)).orElseGet(() -> Fact.unknown("xml.sysinfo.no-entry", part, name));
    }
}
