package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Place.Btrfs;
import io.github.virtcompanion.system.SystemFiles;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Block devices in `/sys/class/block` and `/sys/dev/block`: what lies under a file system, down to the disks.
public final class BlockDevices {
    private static final String CLASS = "/sys/class/block/";
    private static final String BTRFS = "/sys/fs/btrfs";
    private static final Pattern PROFILE = Pattern.compile("single|dup|raid\\d{1,2}(c\\d)?");
    /// Deeper or wider stacks than this are no real ones.
    private static final int MOST = 256;

    private final SystemFiles files;

    public BlockDevices(SystemFiles files) {
        this.files = files;
    }

    /// The kernel's name of a mount's device: `dm-0` for `/dev/mapper/vg-data` or `253:0`.
    ///
    /// @param number `major:minor` of the mount; anonymous ones lead nowhere
    /// @param source `/dev/…`
    public Optional<String> name(String number, String source) {
        if (number.matches("[1-9]\\d{0,8}:\\d{1,9}")) {
            Optional<String> byNumber = files.readLink("/sys/dev/block/" + number).toOptional().map(BlockDevices::last).filter(this::known);
            if (byNumber.isPresent()) return byNumber;
        }
        if (!source.startsWith("/dev/")) return Optional.empty();
        // A device's own name in /sys has ! for /.
        String plain = source.substring("/dev/".length()).replace('/', '!');
        if (known(plain)) return Optional.of(plain);
        Optional<String> linked = files.readLink(source).toOptional().map(BlockDevices::last).filter(this::known);
        return linked.isPresent() ? linked : mapped(source);
    }

    private Optional<String> mapped(String source) {
        if (!source.startsWith("/dev/mapper/")) return Optional.empty();
        String wanted = last(source);
        return files.list("/sys/class/block").toOptional().orElse(List.of()).stream().filter(name -> name.startsWith("dm-"))
                .filter(name -> files.word(CLASS + name + "/dm/name").toOptional().filter(wanted::equals).isPresent()).findFirst();
    }

    /// Devices and everything under them, top first: md0, sda1, sda, sdb1, sdb.
    public List<String> chain(List<String> devices) {
        Set<String> chain = new LinkedHashSet<>();
        Deque<String> todo = new ArrayDeque<>(devices);
        while (!todo.isEmpty() && chain.size() < MOST) {
            String name = todo.pop();
            if (!chain.add(name)) continue;
            List<String> under = files.list(CLASS + name + "/slaves").toOptional().filter(slaves -> !slaves.isEmpty()).orElseGet(() -> disk(name).stream().toList());
            under.reversed().forEach(todo::push);
        }
        return List.copyOf(chain);
    }

    /// All devices of the btrfs that has this one: a mount names only one of them.
    public List<String> btrfs(String device) {
        return btrfsWith(device).map(directory -> files.list(directory + "/devices").toOptional().orElse(List.of(device))).orElse(List.of(device));
    }

    /// How that btrfs spreads its data (Documentation/ABI/testing/sysfs-fs-btrfs; a directory for each profile in use).
    public Fact<Btrfs> btrfsData(String device) {
        Optional<String> directory = btrfsWith(device);
        if (directory.isEmpty()) return Fact.unknown("host.block.no-btrfs", device);
        String data = directory.get() + "/allocation/data";
        Fact<List<String>> names = files.list(data);
        if (!(names instanceof Fact.Known<List<String>>(List<String> known, String source))) return names.map(_ -> null);
        Set<String> profiles = known.stream().filter(name -> PROFILE.matcher(name).matches()).collect(Collectors.toSet());
        return profiles.isEmpty() ? Fact.unknown("host.block.no-profile", data) : Fact.known(new Btrfs(profiles, btrfs(device).size()), source);
    }

    private Optional<String> btrfsWith(String device) {
        return files.list(BTRFS).toOptional().orElse(List.of()).stream().limit(MOST).map(uuid -> BTRFS + "/" + uuid)
                .filter(directory -> files.list(directory + "/devices").toOptional().orElse(List.of()).contains(device)).findFirst();
    }

    /// The whole disk of a partition.
    private Optional<String> disk(String partition) {
        if (!files.exists(CLASS + partition + "/partition").toOptional().orElse(false)) return Optional.empty();
        // ../../devices/pci0000:00/…/block/sda/sda1
        Optional<String> parent = files.readLink(CLASS + partition).toOptional().map(target -> target.split("/"))
                .filter(names -> names.length > 1).map(names -> names[names.length - 2]).filter(this::known);
        // A tree without links: sda1 is of sda, nvme0n1p2 of nvme0n1.
        return parent.or(() -> Optional.of(partition.replaceFirst("(?<=\\d)p\\d+$|(?<=[a-z])\\d+$", "")).filter(name -> !name.equals(partition) && known(name)));
    }

    /// Whether any of the disks at the bottom spins; unknown where none tells.
    public Fact<Boolean> rotational(List<String> chain) {
        Fact<Boolean> answer = Fact.unknown("host.block.no-disk");
        for (String name : chain) {
            if (!files.list(CLASS + name + "/slaves").toOptional().orElse(List.of()).isEmpty()) continue;
            Fact<String> word = files.word(CLASS + name + "/queue/rotational");
            if (word instanceof Fact.Known<String>(String value, String source)) {
                if (value.equals("1")) return Fact.known(true, source);
                if (value.equals("0")) answer = Fact.known(false, source);
            }
        }
        return answer;
    }

    private boolean known(String name) {
        return !name.isEmpty() && files.exists(CLASS + name).toOptional().orElse(false);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
