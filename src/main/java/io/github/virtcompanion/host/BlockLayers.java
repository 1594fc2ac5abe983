package io.github.virtcompanion.host;

import io.github.virtcompanion.model.BlockLayer;
import io.github.virtcompanion.model.BlockLayer.Kind;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.system.SystemFiles;

import java.util.List;

/// What each of the block devices under an image is.
final class BlockLayers {
    private static final String CLASS = "/sys/class/block/";

    private final SystemFiles files;

    BlockLayers(SystemFiles files) {
        this.files = files;
    }

    List<BlockLayer> of(List<String> chain) {
        return chain.stream().map(this::layer).toList();
    }

    private BlockLayer layer(String name) {
        String path = CLASS + name;
        if (files.exists(path + "/partition").toOptional().orElse(false)) return new BlockLayer(name, Kind.PARTITION, "");
        if (name.startsWith("md")) return new BlockLayer(name, Kind.RAID, word(path + "/md/level"));
        if (name.startsWith("loop")) return new BlockLayer(name, Kind.LOOP, word(path + "/loop/backing_file"));
        if (name.startsWith("dm-")) return mapped(name, word(path + "/dm/uuid"), word(path + "/dm/name"));
        return new BlockLayer(name, name.matches("(nbd|rbd|drbd)\\d.*") ? Kind.NETWORK : Kind.DISK, "");
    }

    /// The UUID of a mapped device begins with the name of whoever made it: `LVM-`, `CRYPT-LUKS2-`, `mpath-`; of a partition
    /// on it with `part1-` before that.
    static BlockLayer mapped(String name, String uuid, String label) {
        if (uuid.startsWith("LVM-")) return new BlockLayer(name, Kind.LVM, label);
        if (uuid.startsWith("CRYPT-")) return new BlockLayer(name, Kind.CRYPT, uuid.split("-", 3)[1]);
        if (uuid.startsWith("mpath-")) return new BlockLayer(name, Kind.MULTIPATH, label);
        return new BlockLayer(name, uuid.matches("part\\d+-.*") ? Kind.PARTITION : Kind.MAPPED, label);
    }

    /// The bottom disks keep written data in a cache of their own; unknown where none tells.
    Fact<String> writeCache(List<String> chain) {
        Fact<String> answer = Fact.unknown("host.block.no-disk");
        for (String name : chain) {
            if (!bottom(name)) continue;
            Fact<String> word = files.word(CLASS + name + "/queue/write_cache");
            if (word.toOptional().filter("write back"::equals).isPresent()) return word;
            if (word.toOptional().isPresent()) answer = word;
        }
        return answer;
    }

    /// Of the uppermost device that tells.
    Fact<Integer> logicalBlock(List<String> chain) {
        for (String name : chain)
            if (files.word(CLASS + name + "/queue/logical_block_size") instanceof Fact.Known<String>(String word, String source) && word.matches("\\d{1,7}"))
                return Fact.known(Integer.parseInt(word), source);
        return Fact.unknown("host.block.no-disk");
    }

    private boolean bottom(String name) {
        return files.list(CLASS + name + "/slaves").toOptional().orElse(List.of()).isEmpty() && !files.exists(CLASS + name + "/partition").toOptional().orElse(false);
    }

    private String word(String path) {
        return files.word(path).toOptional().orElse("");
    }
}
