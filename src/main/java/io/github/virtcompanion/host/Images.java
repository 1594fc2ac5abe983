package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageFacts.Space;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Preallocation;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.ImageFiles;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.Patience;
import io.github.virtcompanion.system.SystemFiles;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Looks at disk images themselves: their headers, sizes, the space around them, and whether O_DIRECT works there.
///
/// Each mount is looked at on a thread of its own and given up after [#LIMIT], for a dead server answers nothing. Of a
/// captured tree the answers are those of its capture.
public final class Images {
    public static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration STAT = Duration.ofSeconds(2);
    /// Backing files deeper than this are a loop or a mistake.
    private static final int CHAIN = 32;
    private static final int AT_ONCE = 200;
    private static final Set<String> COMPRESSING = Set.of("zfs", "bcachefs");

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
        Map<String, RecordedImages.Image> recorded = files.real() ? Map.of() : RecordedImages.read(files);
        Map<String, List<Place>> byMount = new LinkedHashMap<>();
        places.values().forEach(fact -> fact.toOptional().ifPresent(place -> byMount.computeIfAbsent(place.mountPoint(), _ -> new ArrayList<>()).add(place)));
        Map<String, ImageFacts> all = new HashMap<>();
        byMount.forEach((mount, group) -> {
            Map<String, RecordedImages.Image> seen = files.real() ? look(mount, group) : recorded;
            for (Place place : group) {
                RecordedImages.Image image = seen.getOrDefault(place.path(), files.real() ? RecordedImages.Image.unknown(Fact.unknown("host.image.no-answer", mount, LIMIT.toSeconds()))
                        : RecordedImages.Image.unknown(Fact.unknown("host.image.not-recorded")));
                all.put(place.path(), new ImageFacts(image.direct(), layers.of(place.disks()), layers.writeCache(place.disks()), layers.logicalBlock(place.disks()),
                        image.space(), image.allocated(), image.header(), image.preallocation(), image.chain()));
            }
        });
        return all;
    }

    private Map<String, RecordedImages.Image> look(String mount, List<Place> group) {
        Map<String, RecordedImages.Image> seen = new ConcurrentHashMap<>();
        patience.of(mount, () -> {
            Fact<Boolean> notYet = Fact.unknown("host.image.no-answer", mount, LIMIT.toSeconds());
            Map<String, Fact<Boolean>> direct = new HashMap<>();
            Map<String, Fact<Space>> space = new HashMap<>();
            Map<String, Fact<Long>> allocated = allocated(group.stream().map(Place::path).filter(path -> !path.startsWith("/dev/")).toList());
            for (Place place : group) {
                String path = place.path();
                if (path.startsWith("/dev/")) {
                    seen.put(path, RecordedImages.Image.unknown(Fact.unknown("host.image.device")));
                    continue;
                }
                String directory = directory(ImageFiles.real(path));
                Fact<ImageHeader> header = header(path);
                seen.put(path, new RecordedImages.Image(notYet, space.computeIfAbsent(directory, ImageFiles::space),
                        allocated.get(path), header, preallocation(place.fileSystem(), header, ImageFiles.length(path), allocated.get(path)), chain(path, header, Images::header)));
            }
            // Last, because what only reads answers where writing hangs: a frozen file system.
            for (Place place : group)
                if (!place.path().startsWith("/dev/")) {
                    Fact<Boolean> works = direct.computeIfAbsent(directory(ImageFiles.real(place.path())), ImageFiles::direct);
                    seen.computeIfPresent(place.path(), (_, image) -> image.with(works));
                }
        });
        return Map.copyOf(seen);
    }

    /// Read without a lock; hangs where the file system does.
    public static Fact<ImageHeader> header(String path) {
        return header(path, ImageFiles.head(path, Qcow2Header.BYTES), ImageFiles.length(path));
    }

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

    /// Backing files by their headers, nearest first. One on another mount may hang as well: the whole look is given up then.
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

    /// Java does not tell how much of a file is on the disk; `stat` does.
    private Map<String, Fact<Long>> allocated(List<String> paths) {
        Map<String, Fact<Long>> answers = new HashMap<>();
        for (int from = 0; from < paths.size(); from += AT_ONCE) {
            List<String> some = paths.subList(from, Math.min(paths.size(), from + AT_ONCE));
            List<String> command = new ArrayList<>(List.of("stat", "-L", "-c", "%b %B %n", "--"));
            command.addAll(some);
            Fact<Output> said = commands.run(command, STAT);
            Map<String, Long> told = said.toOptional().map(output -> blocks(output.lines())).orElse(Map.of());
            for (String path : some)
                answers.put(path, told.containsKey(path) ? Fact.known(told.get(path), "stat") : said instanceof Fact.Unknown<Output>(var reason) ? Fact.unknown(reason)
                        : Fact.unknown("host.image.no-size", path));
        }
        return answers;
    }

    /// `409608 512 /path`
    static Map<String, Long> blocks(List<String> lines) {
        Map<String, Long> sizes = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[0].matches("\\d{1,14}") && words[1].matches("\\d{1,4}")) sizes.put(words[2], Long.parseLong(words[0]) * Long.parseLong(words[1]));
        }
        return sizes;
    }

    private static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
