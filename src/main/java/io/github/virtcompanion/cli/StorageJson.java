package io.github.virtcompanion.cli;

import io.github.virtcompanion.model.BlockLayer;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostTuning;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.NodeInfo;
import io.github.virtcompanion.model.Preallocation;
import io.github.virtcompanion.words.Words;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// The parts of `check --json` that tell of images and of the host's settings. What is not known is an object with the reason.
final class StorageJson {
    private final Words words;

    StorageJson(Words words) {
        this.words = words;
    }

    /// Adds what is known of an image to what is known of its place.
    void add(Map<String, Object> map, ImageFacts image) {
        map.put("direct", value(image.direct()));
        map.put("layers", image.layers().stream().map(StorageJson::layer).toList());
        map.put("writeCache", value(image.writeCache()));
        map.put("logicalBlockBytes", value(image.logicalBlock()));
        map.put("freeBytes", value(image.space(), ImageFacts.Space::freeBytes));
        map.put("totalBytes", value(image.space(), ImageFacts.Space::totalBytes));
        map.put("allocatedBytes", value(image.allocatedBytes()));
        map.put("virtualBytes", value(image.header(), ImageHeader::virtualBytes));
        map.put("format", value(image.header(), ImageHeader::format));
        map.put("clusterBytes", value(image.header(), ImageHeader::clusterBytes));
        map.put("snapshots", value(image.header(), ImageHeader::snapshots));
        map.put("corrupt", value(image.header(), ImageHeader::corrupt));
        map.put("preallocation", value(image.preallocation(), Preallocation::word));
        map.put("backingChain", value(image.chain()));
    }

    Object node(Fact<NodeInfo> node) {
        return value(node, known -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("cpuModel", known.cpuModel());
            map.put("cpus", known.cpus());
            map.put("mhz", known.mhz());
            map.put("memoryKiB", known.memoryKiB());
            map.put("numaNodes", known.numaNodes());
            map.put("sockets", known.sockets());
            map.put("coresPerSocket", known.cores());
            map.put("threadsPerCore", known.threads());
            return map;
        });
    }

    Map<String, Object> tuning(HostTuning tuning) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("nested", value(tuning.nested()));
        map.put("ksm", value(tuning.ksm()));
        map.put("hugePages", value(tuning.hugePages(), StorageJson::pages));
        map.put("otherHugePages", value(tuning.otherHugePages(), others -> others.stream().map(StorageJson::pages).toList()));
        map.put("transparentHugePages", value(tuning.transparentHuge()));
        map.put("memory", value(tuning.memory(), memory -> {
            Map<String, Object> inner = new LinkedHashMap<>();
            inner.put("totalKiB", memory.totalKiB());
            inner.put("availableKiB", memory.availableKiB());
            inner.put("swapTotalKiB", memory.swapTotalKiB());
            inner.put("swapUsedKiB", memory.swapUsedKiB());
            return inner;
        }));
        map.put("swappiness", value(tuning.swappiness()));
        map.put("governor", value(tuning.governor(), HostTuning.Governor::name));
        map.put("ioUringDisabled", value(tuning.ioUring()));
        map.put("dirtyRatio", value(tuning.dirtyRatio()));
        map.put("dirtyBackgroundRatio", value(tuning.dirtyBackground()));
        return map;
    }

    private static Map<String, Object> pages(HostTuning.HugePages pages) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("total", pages.total());
        map.put("free", pages.free());
        map.put("sizeKiB", pages.sizeKiB());
        return map;
    }

    private static Map<String, Object> layer(BlockLayer layer) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", layer.name());
        map.put("kind", layer.kind().word());
        map.put("detail", layer.detail());
        return map;
    }

    private Object value(Fact<?> fact) {
        return value(fact, known -> known);
    }

    private <T> Object value(Fact<T> fact, Function<T, ?> part) {
        return switch (fact) {
            case Fact.Known<T>(T known, String _) -> part.apply(known);
            case Fact.Unknown<T>(var reason) -> Map.of("unknown", words.say(reason));
        };
    }
}
