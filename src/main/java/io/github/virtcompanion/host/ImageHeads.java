package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Preallocation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What the first bytes of images, their lengths and what they take mean.
final class ImageHeads {
    /// Backing files deeper than this are a loop or a mistake.
    private static final int CHAIN = 32;
    private static final Set<String> COMPRESSING = Set.of("zfs", "bcachefs");

    private ImageHeads() {}

    /// @param head   the first bytes
    /// @param length of the file
    static Fact<ImageHeader> header(String path, Fact<byte[]> head, Fact<Long> length) {
        if (!(head instanceof Fact.Known<byte[]>(byte[] bytes, String source))) return head.map(_ -> null);
        if (Qcow2Header.isQcow2(bytes)) return Qcow2Header.parse(bytes).map(header -> Fact.known(header, source)).orElseGet(() -> Fact.unknown("host.image.odd-header", path));
        if (otherFormat(bytes)) return Fact.unknown("host.image.other-format", path);
        return length.map(ImageHeader::raw);
    }

    /// @param fileSystem where it compresses by itself, what a file takes says nothing of what was set aside
    static Fact<Preallocation> preallocation(String fileSystem, Fact<ImageHeader> header, Fact<Long> length, Fact<Long> allocated) {
        if (!(header instanceof Fact.Known<ImageHeader>(ImageHeader known, String source))) return header.map(_ -> null);
        if (!(length instanceof Fact.Known<Long>(Long bytes, String _))) return length.map(_ -> null);
        if (!(allocated instanceof Fact.Known<Long>(Long taken, String _))) return allocated.map(_ -> null);
        Preallocation found = Preallocation.of(known, bytes, taken);
        return COMPRESSING.contains(fileSystem) && found != Preallocation.FULL ? Fact.unknown("host.image.compressing", fileSystem) : Fact.known(found, source);
    }

    /// VMDK, VDI, VHDX, VPC, QED, LUKS.
    private static boolean otherFormat(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(80, bytes.length), StandardCharsets.ISO_8859_1);
        return List.of("KDMV", "COWD", "# Disk DescriptorFile", "<<< ", "vhdxfile", "conectix", "QED\0", "LUKS\u00ba\u00be").stream().anyMatch(start::startsWith);
    }

    /// Backing files by their headers, nearest first. Where the header of one cannot be had, nothing further is known to be there.
    ///
    /// @param headerOf of a file by its path
    static Fact<List<String>> chain(String path, Fact<ImageHeader> header, Function<String, Fact<ImageHeader>> headerOf) {
        if (!(header instanceof Fact.Known<ImageHeader>(ImageHeader first, String source))) return header.map(_ -> null);
        List<String> chain = new ArrayList<>();
        String above = path;
        Optional<String> next = first.backing();
        while (next.isPresent() && chain.size() < CHAIN) {
            // json:{…}, nbd://host/export: not a file that can be looked at.
            if (next.get().matches("[a-z][a-z0-9+]*:.*") && !next.get().startsWith("file:/")) {
                chain.add(next.get());
                break;
            }
            String name = next.get().replaceFirst("^file:(//)?(?=/)", "");
            above = name.startsWith("/") ? name : directory(above) + "/" + name;
            if (chain.contains(above)) break;
            chain.add(above);
            next = headerOf.apply(above).toOptional().flatMap(ImageHeader::backing);
        }
        return Fact.known(List.copyOf(chain), source);
    }

    static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
