package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.ImageFacts.Space;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.ImageFiles;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.Patience;
import io.github.virtcompanion.system.SystemFiles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Looks at images of this very machine. Each mount is looked at on a thread of its own, all at once, and given up after
/// [Images#LIMIT]: a dead server answers nothing.
final class LiveImages {
    private static final Duration STAT = Duration.ofSeconds(2);
    private static final int AT_ONCE = 200;

    private final SystemFiles files;
    private final Commands commands;
    private final Patience patience;

    LiveImages(SystemFiles files, Commands commands, Patience patience) {
        this.files = files;
        this.commands = commands;
        this.patience = patience;
    }

    /// @param byMount images by the mount they lie on
    /// @return by path; without those that did not answer
    Map<String, RecordedImages.Image> look(Map<String, List<Place>> byMount) {
        Map<String, RecordedImages.Image> seen = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> looks = byMount.entrySet().stream().map(mount -> CompletableFuture.runAsync(() -> look(mount.getKey(), mount.getValue(), seen),
                work -> Thread.ofPlatform().daemon().name("images on " + mount.getKey()).start(work))).toList();
        looks.forEach(CompletableFuture::join);
        Map<String, RecordedImages.Image> all = new HashMap<>(seen);
        // What lies under an image may lie elsewhere, and hang there.
        Optional<Mounts> mounts = Mounts.read(files).toOptional();
        Links links = mounts.map(known -> new Links(files, known)).orElse(null);
        all.replaceAll((path, image) -> image.over(ImageHeads.chain(path, image.header(), name -> mounts.map(known -> elsewhere(name, known, links)).orElseGet(() -> Images.header(name)))));
        return all;
    }

    private void look(String mount, List<Place> group, Map<String, RecordedImages.Image> seen) {
        patience.of(mount, () -> {
            Fact<?> notYet = Fact.unknown("host.image.no-answer", mount, Images.LIMIT.toSeconds());
            Map<String, Fact<Boolean>> direct = new HashMap<>();
            Map<String, Fact<Space>> space = new HashMap<>();
            List<String> paths = group.stream().map(Place::path).filter(path -> !path.startsWith("/dev/")).toList();
            Map<String, Fact<Long>> allocated = allocated(paths);
            for (Place place : group) {
                String path = place.path();
                if (path.startsWith("/dev/")) {
                    seen.put(path, RecordedImages.Image.unknown(Fact.unknown("host.image.device")));
                    continue;
                }
                Fact<ImageHeader> header = Images.header(path);
                seen.put(path, new RecordedImages.Image(notYet.map(_ -> null), space.computeIfAbsent(ImageHeads.directory(ImageFiles.real(path)), ImageFiles::space), allocated.get(path), header,
                        ImageHeads.preallocation(place.fileSystem(), header, ImageFiles.length(path), allocated.get(path)), notYet.map(_ -> null)));
            }
            // Last, because what only reads answers where writing hangs: a frozen file system.
            for (String path : paths) {
                Fact<Boolean> works = direct.computeIfAbsent(ImageHeads.directory(ImageFiles.real(path)), ImageFiles::direct);
                seen.computeIfPresent(path, (_, image) -> image.with(works));
            }
        });
    }

    private Fact<ImageHeader> elsewhere(String path, Mounts mounts, Links links) {
        String mount = mounts.at(links.resolve(path)).map(Mounts.Mount::point).orElse("/");
        AtomicReference<Fact<ImageHeader>> answer = new AtomicReference<>(Fact.unknown("host.image.no-answer", mount, Images.LIMIT.toSeconds()));
        patience.of(mount, () -> answer.set(Images.header(path)));
        return answer.get();
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
}
