package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.StoragePool;

import java.util.Optional;

/// `virsh pool-dumpxml` to [StoragePool] (libvirt: docs/formatstorage.rst).
public final class PoolReader {
    private PoolReader() {}

    /// @throws FailedException not a `<pool>` document
    public static StoragePool read(String xml) throws FailedException {
        Element root = Document.parse(xml).root();
        if (!root.name().equals("pool"))
            throw new Failure(Message.of("xml.unexpected-root", "pool", root.name()), Message.of("xml.unexpected-root.next"), "").asException();
        Optional<Element> source = root.child("source");
        String device = source.flatMap(element -> element.child("device")).flatMap(element -> element.attribute("path")).orElse("");
        String host = source.flatMap(element -> element.child("host")).flatMap(element -> element.attribute("name")).orElse("");
        String directory = source.flatMap(element -> element.child("dir")).flatMap(element -> element.attribute("path")).orElse("");
        return new StoragePool(root.childText("name").orElse("").strip(), root.attribute("type").orElse(""),
                root.child("target").flatMap(target -> target.childText("path")).orElse("").strip().replaceFirst("(?<=.)/+$", ""),
                source.flatMap(element -> element.child("format")).flatMap(format -> format.attribute("type")).orElse(""),
                host.isEmpty() ? device : host + ":" + directory);
    }
}
