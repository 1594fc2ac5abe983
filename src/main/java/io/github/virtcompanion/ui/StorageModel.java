package io.github.virtcompanion.ui;

import io.github.virtcompanion.advice.RecommendedCache;
import io.github.virtcompanion.advice.RecommendedCache.Recommendation;
import io.github.virtcompanion.model.BlockLayer;
import io.github.virtcompanion.model.BlockLayer.Kind;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.GuestSystem;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageFacts.Space;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// The images of a host's machines, by the file system that holds them.
///
/// @param mounts   in the order of their mount points; an image that is a block device stands for itself
/// @param unplaced images of which it is not known where they lie
record StorageModel(List<Mount> mounts, List<Unplaced> unplaced) {
    private static final long LITTLE = 1L << 30;

    /// @param name    mount point, or the path of a device
    /// @param place   of the first image; what is said of the file system is the same for all
    /// @param layers  block devices underneath, one list a level, top first
    /// @param direct  false where it is refused for any of the images
    /// @param growth  bytes by which its images can still grow, as far as their sizes are known
    /// @param modes   the recommended ones, with the machines each is for; that for most machines first
    record Mount(String name, Place place, List<List<BlockLayer>> layers, Fact<Boolean> direct, Fact<String> writeCache, Fact<Integer> logicalBlock,
                 Fact<Space> space, long growth, List<Mode> modes, List<Image> images) {
        boolean device() {
            return place.path().startsWith("/dev/");
        }

        /// Less than a twentieth, or than 1 GiB.
        boolean nearlyFull() {
            return space.toOptional().filter(known -> known.totalBytes() > 0
                    && (known.freeBytes() < LITTLE || known.freeBytes() / (double) known.totalBytes() < 0.05)).isPresent();
        }

        boolean couldOverflow() {
            return space.toOptional().filter(known -> known.totalBytes() > 0 && growth > known.freeBytes()).isPresent();
        }

        /// Images with copy-on-write switched off.
        long withoutCopyOnWrite() {
            return images.stream().filter(image -> image.place().noCow().toOptional().orElse(false)).count();
        }

        /// Images in whose directory direct writes do not work.
        long directRefused() {
            return images.stream().filter(image -> image.facts().direct().toOptional().equals(Optional.of(false))).count();
        }

        Fact<Boolean> noCow() {
            return either(images.stream().map(image -> image.place().noCow()).toList(), false);
        }

        Fact<Boolean> compressed() {
            return either(images.stream().map(image -> image.place().compressed()).toList(), true);
        }
    }

    /// @param machines labels of those that have it as a disk
    record Image(Place place, ImageFacts facts, List<String> machines) {
        String path() {
            return place.path();
        }
    }

    record Mode(Recommendation recommendation, List<String> machines) {}

    record Unplaced(String path, Message reason, List<String> machines) {}

    static StorageModel of(Host host, List<Machine> machines) {
        Map<String, List<Machine>> users = users(machines);
        Map<String, List<Image>> byMount = new TreeMap<>();
        List<Unplaced> unplaced = new ArrayList<>();
        new TreeMap<>(host.places()).forEach((path, fact) -> {
            List<String> labels = users.getOrDefault(path, List.of()).stream().map(Machine::label).toList();
            switch (fact) {
                case Fact.Known<Place>(Place place, String _) -> byMount.computeIfAbsent(path.startsWith("/dev/") ? path : place.mountPoint(), _ -> new ArrayList<>())
                        .add(new Image(place, host.image(path), labels));
                case Fact.Unknown<Place>(Message reason) -> unplaced.add(new Unplaced(path, reason, labels));
            }
        });
        return new StorageModel(byMount.entrySet().stream().map(entry -> mount(entry.getKey(), entry.getValue(), host, users)).toList(), List.copyOf(unplaced));
    }

    /// By image; the machines in the order of their labels, each once.
    private static Map<String, List<Machine>> users(List<Machine> machines) {
        Map<String, List<Machine>> users = new HashMap<>();
        machines.stream().sorted(Comparator.comparing(Machine::label)).forEach(machine -> disks(machine).flatMap(disk -> disk.source().stream()).distinct()
                .forEach(path -> users.computeIfAbsent(path, _ -> new ArrayList<>()).add(machine)));
        return users;
    }

    private static Mount mount(String name, List<Image> images, Host host, Map<String, List<Machine>> users) {
        long growth = 0;
        for (Image image : images) growth = Math.min(Long.MAX_VALUE - growth, image.facts().growthBytes().orElse(0)) + growth;
        Image first = images.getFirst();
        return new Mount(name, first.place(), levels(first.facts().layers()), either(images.stream().map(image -> image.facts().direct()).toList(), false),
                any(images, ImageFacts::writeCache), any(images, ImageFacts::logicalBlock), any(images, ImageFacts::space), growth, modes(images, host, users), List.copyOf(images));
    }

    private static <T> Fact<T> any(List<Image> images, Function<ImageFacts, Fact<T>> which) {
        return images.stream().map(image -> which.apply(image.facts())).filter(fact -> fact.toOptional().isPresent()).findFirst()
                .orElseGet(() -> which.apply(images.getFirst().facts()));
    }

    /// What decides where any of them says it; else what the others say; the reason where none is known.
    private static Fact<Boolean> either(List<Fact<Boolean>> facts, boolean decides) {
        return facts.stream().min(Comparator.comparing(fact -> fact.toOptional().map(value -> value == decides ? 0 : 1).orElse(2))).orElseThrow();
    }

    private static List<Mode> modes(List<Image> images, Host host, Map<String, List<Machine>> users) {
        Map<Recommendation, Set<String>> modes = new LinkedHashMap<>();
        images.stream().flatMap(image -> users.getOrDefault(image.path(), List.of()).stream().map(machine -> Map.entry(machine, image.path())))
                .sorted(Comparator.comparing(use -> use.getKey().label()))
                .forEach(use -> disks(use.getKey()).filter(disk -> disk.source().equals(Optional.of(use.getValue())) && disk.written()).findFirst()
                        .ifPresent(disk -> modes.computeIfAbsent(recommended(host, use.getKey(), disk), _ -> new LinkedHashSet<>()).add(use.getKey().label())));
        return modes.entrySet().stream().map(entry -> new Mode(entry.getKey(), List.copyOf(entry.getValue())))
                .sorted(Comparator.comparing(mode -> -mode.machines().size())).toList();
    }

    /// For everyday use of a machine on this host.
    static Recommendation recommended(Host host, Machine machine, Disk disk) {
        Optional<String> path = disk.source().filter(source -> source.startsWith("/"));
        boolean neverFlushes = GuestSystem.neverFlushes(machine.stored().toOptional().or(machine::live).flatMap(Definition::osId));
        return RecommendedCache.of(disk, path.map(host::place).orElse(Fact.unknown("model.place.not-looked-up", disk.target())),
                host.image(path.orElse("")).direct(), RecommendedCache.Purpose.DESKTOP, neverFlushes);
    }

    private static Stream<Disk> disks(Machine machine) {
        return machine.stored().toOptional().or(machine::live).stream().flatMap(definition -> definition.disks().stream());
    }

    /// Brings a chain that goes down one branch after the other (md0, sda1, sda, sdb1, sdb) into levels (md0 | sda1, sdb1 | sda, sdb).
    static List<List<BlockLayer>> levels(List<BlockLayer> chain) {
        List<List<BlockLayer>> levels = new ArrayList<>();
        int depth = -1;
        BlockLayer above = null;
        for (BlockLayer layer : chain) {
            // A device that has nothing under it, or whose disk stands there already, is followed by a neighbour of what is above.
            boolean neighbour = above != null && (bottom(above.kind()) || alike(above, layer));
            depth = neighbour ? beside(levels, layer) : depth + 1;
            if (depth == levels.size()) levels.add(new ArrayList<>());
            levels.get(depth).add(layer);
            above = layer;
        }
        return levels.stream().map(List::copyOf).toList();
    }

    private static int beside(List<List<BlockLayer>> levels, BlockLayer layer) {
        for (int level = levels.size() - 1; level >= 0; level--)
            if (alike(levels.get(level).getFirst(), layer)) return level;
        return Math.min(1, levels.size() - 1);
    }

    private static boolean alike(BlockLayer one, BlockLayer other) {
        return one.kind() == other.kind() && one.detail().equals(other.detail());
    }

    private static boolean bottom(Kind kind) {
        return kind == Kind.DISK || kind == Kind.NETWORK || kind == Kind.LOOP;
    }
}
