package io.github.virtcompanion.model;

import java.util.List;
import java.util.OptionalLong;

/// A disk image and what it lies on, beyond its [Place].
///
/// @param direct         O_DIRECT works in its directory: a file was really written so. The cache modes none and directsync need it
/// @param layers         block devices under it, top first; empty where none is known
/// @param writeCache     a disk at the bottom keeps written data in a cache of its own: `write back`, else `write through`
/// @param logicalBlock   bytes; what direct writes must be aligned to
/// @param space          of its file system
/// @param allocatedBytes what it takes of the file system now
/// @param header         of the image
/// @param preallocation  of its space
/// @param chain          backing files, nearest first; known and empty where it stands alone
public record ImageFacts(Fact<Boolean> direct, List<BlockLayer> layers, Fact<String> writeCache, Fact<Integer> logicalBlock,
                         Fact<Space> space, Fact<Long> allocatedBytes, Fact<ImageHeader> header, Fact<Preallocation> preallocation, Fact<List<String>> chain) {
    public ImageFacts {
        layers = List.copyOf(layers);
    }

    /// @param freeBytes  what an ordinary user may still write
    /// @param totalBytes 0 where the file system has no limit
    public record Space(long freeBytes, long totalBytes) {}

    /// How much it can still grow, where both of its sizes are known.
    public OptionalLong growthBytes() {
        if (!(header instanceof Fact.Known<ImageHeader>(ImageHeader known, String _)) || !(allocatedBytes instanceof Fact.Known<Long>(Long now, String _)))
            return OptionalLong.empty();
        return OptionalLong.of(Math.max(0, known.virtualBytes() - now));
    }

    public static ImageFacts unknown(Message why) {
        return new ImageFacts(Fact.unknown(why), List.of(), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why),
                Fact.unknown(why), Fact.unknown(why));
    }
}
