package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.Place.Btrfs;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Where disk images lie: file system, devices under it, md array. Mounts and arrays are read once for any number of images.
///
/// No image is opened and no file system is asked, so that a dead network mount holds up nothing. Only btrfs is asked for
/// the attribute +C of the file.
public final class Places {
    static final String ZFS = "/sys/module/zfs/version";
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
        if (!(mounts instanceof Fact.Known<Mounts>(Mounts known, String source))) {
            for (String path : paths) places.put(path, mounts.map(_ -> null));
            return places;
        }
        Links links = new Links(files, known);
        List<String> onBtrfs = paths.stream().map(links::resolve).filter(path -> beneath(path, known).filter(mount -> mount.type().equals("btrfs")).isPresent()).toList();
        Map<String, Fact<String>> letters = files.real() ? Attributes.ofMany(commands, onBtrfs) : Attributes.ofEach(commands, onBtrfs);
        Map<String, Under> seen = new HashMap<>();
        for (String path : paths) places.put(path, place(path, links.resolve(path), known, source, letters,
                (device, mount) -> seen.computeIfAbsent(device + " " + mount.source(), _ -> under(path, mount, devices, arrays)), this::version));
        return places;
    }

    /// The only file system of ours that is not made with the kernel, whose number would tell.
    private Fact<String> version(Mounts.Mount mount) {
        return mount.type().equals("zfs") ? files.word(ZFS) : Fact.unknown("host.place.no-version", mount.type());
    }

    public Fact<Place> of(String path) {
        return of(List.of(path)).get(path);
    }

    /// What lies under a mount, the same for all images on it.
    private record Under(List<String> disks, Fact<Boolean> rotational, Fact<String> raid, Fact<Btrfs> btrfs) {}

    private static Under under(String path, Mounts.Mount mount, BlockDevices devices, Fact<List<RaidArray>> arrays) {
        // An image that is a device itself lies on no file system but on what is under it.
        Optional<String> device = path.startsWith("/dev/") ? devices.name("", path) : devices.name(mount.device(), mount.source());
        List<String> disks = device.map(name -> mount.type().equals("btrfs") ? devices.btrfs(name) : List.of(name)).map(devices::chain).orElse(List.of());
        Fact<Btrfs> btrfs = !mount.type().equals("btrfs") ? Fact.unknown("host.place.no-btrfs", mount.type())
                : device.map(devices::btrfsData).orElseGet(() -> Fact.unknown("host.block.no-disk"));
        return new Under(disks, devices.rotational(disks), raid(disks, arrays), btrfs);
    }

    private static Fact<Place> place(String path, String real, Mounts mounts, String source, Map<String, Fact<String>> letters, BiFunction<String, Mounts.Mount, Under> under,
                                     Function<Mounts.Mount, Fact<String>> version) {
        if (!path.startsWith("/")) return Fact.unknown("host.place.relative", path);
        Optional<Mounts.Mount> shown = mounts.at(real);
        if (shown.isEmpty()) return Fact.unknown("host.place.no-mount", path);
        Mounts.Mount holder = beneath(real, mounts).orElse(shown.get());
        Under below = under.apply(path.startsWith("/dev/") ? path : holder.device(), holder);
        Fact<Boolean> noCow = letters.containsKey(real) ? letters.get(real).map(word -> word.contains("C")) : Fact.known(false, holder.type());
        return Fact.known(new Place(path, shown.get().point(), holder.type(), holder.source(), below.disks, below.rotational, noCow, below.raid, compressed(holder, letters.get(real)),
                holder.options().stream().filter(option -> option.matches("soft|compress.*")).toList(), below.btrfs, version.apply(holder)), source);
    }

    /// By the file's own attribute, or for the whole mount; never where copy-on-write is off.
    private static Fact<Boolean> compressed(Mounts.Mount mount, Fact<String> letters) {
        if (letters == null) return mount.type().matches("zfs|bcachefs|f2fs") ? Fact.unknown("host.place.compression", mount.type()) : Fact.known(false, mount.type());
        boolean all = mount.options().stream().anyMatch(option -> option.startsWith("compress"));
        return letters.map(word -> !word.contains("C") && (all || word.contains("c")));
    }

    /// The mount that holds a file in the end: what an overlay writes goes to the file system of its upper directory.
    private static Optional<Mounts.Mount> beneath(String path, Mounts mounts) {
        Optional<Mounts.Mount> mount = mounts.at(path);
        for (int layer = 0; layer < LAYERS && mount.filter(found -> found.type().equals("overlay")).isPresent(); layer++) {
            Mounts.Mount over = mount.get();
            mount = over.option("upperdir").flatMap(mounts::at).filter(under -> under != over).or(() -> Optional.of(over));
        }
        return mount;
    }

    private static Fact<String> raid(List<String> disks, Fact<List<RaidArray>> arrays) {
        if (disks.isEmpty()) return Fact.unknown("host.block.no-disk");
        Optional<String> md = disks.stream().filter(name -> name.startsWith("md")).findFirst().map(name -> name.replaceFirst("(?<=\\d)p\\d+$", ""));
        if (md.isEmpty()) return Fact.unknown("host.place.no-raid");
        if (!(arrays instanceof Fact.Known<List<RaidArray>>(List<RaidArray> known, String source))) return arrays.map(_ -> null);
        return known.stream().filter(array -> array.name().equals(md.get())).findFirst()
                .map(array -> Fact.known((array.name() + " " + array.level().orElse("")).strip(), source)).orElseGet(() -> Fact.unknown("host.place.array-not-listed", md.get()));
    }
}
