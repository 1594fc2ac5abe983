package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.SystemFiles;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where disk images lie: file system, devices under it, md array. Mounts and arrays are read once for any number of images.
///
/// No image is opened and no file system is asked, so that a dead network mount holds up nothing. Only btrfs is asked for
/// the attribute +C of the file.
public final class Places {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LAYERS = 8;

    private final SystemFiles files;
    private final Commands commands;

    public Places(SystemFiles files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    /// One entry for each path.
    public Map<String, Fact<Place>> of(Collection<String> paths) {
        Fact<Mounts> mounts = Mounts.read(files);
        Fact<List<RaidArray>> arrays = MdStat.read(files);
        BlockDevices devices = new BlockDevices(files);
        Map<String, Fact<Place>> places = new LinkedHashMap<>();
        for (String path : paths) places.put(path, mounts instanceof Fact.Known<Mounts>(Mounts known, String source)
                ? place(path, known, source, arrays, devices) : mounts.map(_ -> null));
        return places;
    }

    public Fact<Place> of(String path) {
        return of(List.of(path)).get(path);
    }

    private Fact<Place> place(String path, Mounts mounts, String source, Fact<List<RaidArray>> arrays, BlockDevices devices) {
        if (!path.startsWith("/")) return Fact.unknown("host.place.relative", path);
        Optional<Mounts.Mount> shown = mounts.at(path);
        if (shown.isEmpty()) return Fact.unknown("host.place.no-mount", path);
        Mounts.Mount mount = shown.get();
        // What an overlay writes goes to the file system of its upper directory.
        Mounts.Mount beneath = mount;
        for (int layer = 0; layer < LAYERS && beneath.type().equals("overlay"); layer++) {
            Mounts.Mount over = beneath;
            beneath = over.option("upperdir").flatMap(mounts::at).filter(under -> under != over).orElse(over);
        }
        Mounts.Mount holder = beneath;
        // An image that is a device itself lies on no file system but on what is under it.
        Optional<String> device = path.startsWith("/dev/") ? devices.name("", path) : devices.name(holder.device(), holder.source());
        List<String> disks = device.map(name -> holder.type().equals("btrfs") ? devices.btrfs(name) : List.of(name)).map(devices::chain).orElse(List.of());
        return Fact.known(new Place(path, mount.point(), beneath.type(), beneath.source(), disks, devices.rotational(disks),
                noCow(path, beneath.type()), raid(disks, arrays)), source);
    }

    private static Fact<String> raid(List<String> disks, Fact<List<RaidArray>> arrays) {
        if (disks.isEmpty()) return Fact.unknown("host.block.no-disk");
        Optional<String> md = disks.stream().filter(name -> name.startsWith("md")).findFirst().map(name -> name.replaceFirst("(?<=\\d)p\\d+$", ""));
        if (md.isEmpty()) return Fact.unknown("host.place.no-raid");
        if (!(arrays instanceof Fact.Known<List<RaidArray>>(List<RaidArray> known, String source))) return arrays.map(_ -> null);
        return known.stream().filter(array -> array.name().equals(md.get())).findFirst()
                .map(array -> Fact.known((array.name() + " " + array.level().orElse("")).strip(), source)).orElseGet(() -> Fact.unknown("host.place.array-not-listed", md.get()));
    }

    static List<String> attributes(String path) {
        return List.of("lsattr", "-d", path);
    }

    /// `lsattr -d`: letters, a blank, the path. +C of a directory goes over to files made in it later.
    private Fact<Boolean> noCow(String path, String type) {
        if (!type.equals("btrfs")) return Fact.known(false, type);
        Fact<Output> said = commands.run(attributes(path), PATIENCE);
        return switch (said) {
            case Fact.Unknown<Output>(var reason) -> Fact.unknown(reason);
            case Fact.Known<Output>(Output output, String source) -> {
                String letters = output.out().split("\\s", 2)[0];
                yield output.ok() && letters.matches("[-A-Za-z]{8,40}") ? Fact.known(letters.contains("C"), source)
                        : Fact.unknown("host.place.no-attributes", path, output.err().lines().findFirst().orElse("").strip());
            }
        };
    }
}
