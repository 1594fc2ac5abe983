package io.github.virtcompanion.bench;

import io.github.virtcompanion.host.Images;
import io.github.virtcompanion.host.Links;
import io.github.virtcompanion.host.MdStat;
import io.github.virtcompanion.host.Mounts;
import io.github.virtcompanion.host.Places;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Patience;
import io.github.virtcompanion.system.SystemFiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds the place for a measurement from mounts, rights and arrays.
final class Sites {
    private static final String BY_UUID = "/dev/disk/by-uuid";

    private final SystemFiles files;
    private final Commands commands;
    private final List<String> helper;

    /// @param helper programs that must be there for polkit to be asked
    Sites(SystemFiles files, Commands commands, List<String> helper) {
        this.files = files;
        this.commands = commands;
        this.helper = helper;
    }

    Site find(String path) throws FailedException {
        if (!(Mounts.read(files) instanceof Fact.Known<Mounts>(Mounts mounts, String _))) throw nowhere("bench.site.no-mounts", path);
        Links links = new Links(files, mounts);
        String wanted = links.resolve(path);
        String asked = wanted;
        // The image of a machine stands for the directory it lies in.
        boolean image = files.exists(wanted).toOptional().orElse(false) && !files.isDirectory(wanted).toOptional().orElse(false);
        if (image) wanted = parent(wanted);
        else if (files.exists(wanted) instanceof Fact.Known<Boolean>(Boolean there, String _) && !there) throw nowhere("bench.site.absent", wanted);
        List<String> others = Stream.concat(own().map(links::resolve), mounts.mounts().stream().map(Mounts.Mount::point)).distinct().toList();
        Optional<String> chosen = choose(wanted, mounts, others, files::writableDirectory);
        boolean readOnly = mounts.at(wanted).filter(mount -> mount.options().contains("ro")).isPresent();
        boolean administrator = !readOnly && !chosen.equals(Optional.of(wanted)) && files.real() && helper.stream().allMatch(each -> files.exists(each).toOptional().orElse(false));
        if (chosen.isEmpty() && !administrator)
            throw nowhere(readOnly ? "bench.site.read-only" : "bench.site.closed", wanted);
        String directory = chosen.orElse(wanted);
        Mounts.Mount mount = mount(mounts, directory);
        Map<String, Fact<Place>> places = new Places(files, commands).of(List.of(asked, wanted, directory));
        Fact<Place> place = places.get(directory);
        boolean elsewhere = !directory.equals(wanted);
        boolean btrfs = mount.type().equals("btrfs");
        Optional<Boolean> wished = noCow(places.get(asked));
        Optional<Boolean> noCow = btrfs && (image || elsewhere) ? wished : Optional.empty();
        Fact<ImageHeader> header = image ? header(asked, mount) : Fact.unknown("bench.site.next", asked);
        List<Message> notes = new ArrayList<>();
        if (elsewhere) notes.add(Message.of("bench.site.elsewhere", wanted, directory, mount.source()));
        if (chosen.isEmpty()) notes.add(Message.of("bench.site.administrator", wanted));
        if (image && header instanceof Fact.Unknown<ImageHeader>) notes.add(Message.of("bench.site.format-not-known", asked));
        if ((image || elsewhere) && btrfs && wished.isEmpty()) notes.add(Message.of("bench.site.attribute-not-known", asked));
        return new Site(wanted, directory, mount.type(), mount.source(), identity(mount, links), noCow,
                header.toOptional().map(known -> new ImageKind(known.format(), known.clusterBytes())), administrator, notes,
                questions(mount, place, MdStat.read(files)));
    }

    /// Reading it may hang, as everything on a dead server does.
    private static Fact<ImageHeader> header(String path, Mounts.Mount mount) {
        AtomicReference<Fact<ImageHeader>> read = new AtomicReference<>(Fact.unknown("bench.site.format-not-known", path));
        new Patience(Images.LIMIT).of(mount.point(), () -> read.set(Images.header(path)));
        return read.get();
    }

    /// The directory itself where it can be written, else the first of the others that lies on the same file system and can
    /// be: equal device numbers are the same file system, whatever is mounted where.
    ///
    /// @param others   candidates in the order in which they are preferred, without links
    /// @param writable whether this user may make files in a directory
    static Optional<String> choose(String wanted, Mounts mounts, List<String> others, Predicate<String> writable) {
        Optional<String> device = mounts.at(wanted).map(Mounts.Mount::device).filter(number -> !number.isEmpty());
        return Stream.concat(Stream.of(wanted), others.stream().filter(other -> device.isPresent() && mounts.at(other).map(Mounts.Mount::device).equals(device)))
                .filter(writable).findFirst();
    }

    /// What nobody should be surprised by: traffic on the network, and a slower repair of an array.
    static List<Message> questions(Mounts.Mount mount, Fact<Place> place, Fact<List<RaidArray>> arrays) {
        List<Message> questions = new ArrayList<>();
        if (Links.network(mount.type())) questions.add(Message.of("bench.question.network", mount.point(), mount.type(), mount.source()));
        List<String> disks = place.toOptional().map(Place::disks).orElse(List.of());
        for (RaidArray array : arrays.toOptional().orElse(List.of()))
            if (disks.contains(array.name()) || disks.stream().anyMatch(disk -> disk.matches(java.util.regex.Pattern.quote(array.name()) + "p\\d+")))
                array.activity().filter(activity -> activity.waiting().isEmpty())
                        .ifPresent(activity -> questions.add(Message.of("bench.question.array", array.name(), activity.kind())));
        return questions;
    }

    /// Numbers of devices change from start to start; the UUID does not.
    private String identity(Mounts.Mount mount, Links links) {
        String device = links.resolve(mount.source());
        for (String uuid : mount.source().startsWith("/") ? files.list(BY_UUID).toOptional().orElse(List.of()) : List.<String>of())
            if (links.resolve(BY_UUID + "/" + uuid).equals(device)) return uuid;
        return mount.type() + " " + mount.source() + (mount.source().startsWith("/") ? "" : " " + mount.point());
    }

    private static Optional<Boolean> noCow(Fact<Place> place) {
        return place.toOptional().flatMap(known -> known.noCow().toOptional());
    }

    private static Stream<String> own() {
        String home = System.getProperty("user.home");
        return Stream.of(home + "/.local/share/libvirt/images", home + "/.cache", home, "/var/tmp", "/tmp");
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /// In a bare chroot not even the root is among them.
    static Mounts.Mount mount(Mounts mounts, String directory) throws FailedException {
        return mounts.at(directory).orElseThrow(() -> nowhere("bench.site.no-mount", directory));
    }

    private static FailedException nowhere(String key, String path) {
        return new Failure(Message.of(key, path), Message.of("bench.site.next", path), "").asException();
    }
}
