package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.ImageFiles;
import io.github.virtcompanion.system.Patience;
import io.github.virtcompanion.system.SystemFiles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks at disk images themselves: their headers, sizes, the space around them, and whether O_DIRECT works there.
///
/// Of a captured tree the answers are those of its capture.
public final class Images {
    public static final Duration LIMIT = Duration.ofSeconds(3);

    private final SystemFiles files;
    private final Commands commands;
    private final Patience patience;

    /// @param patience kept from one look to the next, so that a server that hangs is not asked again and again
    public Images(SystemFiles files, Commands commands, Patience patience) {
        this.files = files;
        this.commands = commands;
        this.patience = patience;
    }

    /// One entry for each place that is known.
    public Map<String, ImageFacts> of(Map<String, Fact<Place>> places) {
        BlockLayers layers = new BlockLayers(files);
        Map<String, List<Place>> byMount = new LinkedHashMap<>();
        places.values().forEach(fact -> fact.toOptional().ifPresent(place -> byMount.computeIfAbsent(place.mountPoint(), _ -> new ArrayList<>()).add(place)));
        Map<String, RecordedImages.Image> seen = files.real() ? new LiveImages(files, commands, patience).look(byMount) : RecordedImages.read(files);
        Map<String, ImageFacts> all = new HashMap<>();
        byMount.forEach((mount, group) -> {
            for (Place place : group) {
                RecordedImages.Image image = seen.getOrDefault(place.path(), files.real() ? RecordedImages.Image.unknown(Fact.unknown("host.image.no-answer", mount, LIMIT.toSeconds()))
                        : RecordedImages.Image.unknown(Fact.unknown("host.image.not-recorded")));
                all.put(place.path(), new ImageFacts(image.direct(), layers.of(place.disks()), layers.writeCache(place.disks()), layers.logicalBlock(place.disks()),
                        image.space(), image.allocated(), image.header(), image.preallocation(), image.chain()));
            }
        });
        return all;
    }

    /// Read without a lock; hangs where the file system does.
    public static Fact<ImageHeader> header(String path) {
        return ImageHeads.header(path, ImageFiles.head(path, Qcow2Header.BYTES), ImageFiles.length(path));
    }
}
