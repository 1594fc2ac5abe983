package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The files and devices of the host that a guest writes to.
final class Images {
    private Images() {}

    /// With the chain below them where the definition tells it, as that of a running machine does.
    static List<String> written(String xml) throws FailedException {
        Stream<String> own = DefinitionReader.read(xml).disks().stream().filter(Disk::written).map(Disk::source).flatMap(Optional::stream);
        DomainXml all = DomainXml.parse(xml);
        Stream<String> below = Stream.of("./devices/disk/backingStore/source/@file", "./devices/disk/backingStore/source/@dev",
                "./devices/disk/mirror/source/@file", "./devices/disk/mirror/source/@dev").flatMap(path -> all.list(path).stream());
        return Stream.concat(own, below).filter(path -> path.startsWith("/")).distinct().toList();
    }
}
