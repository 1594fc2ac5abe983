package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.system.SystemFiles;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/proc/self/mountinfo` (man proc_pid_mountinfo(5)): which file system holds a path.
///
/// @param mounts in the order in which they were mounted
public record Mounts(List<Mount> mounts) {
    private static final String PATH = "/proc/self/mountinfo";
    /// Mounts, and mounts upon mounts: more are no real ones.
    private static final int MOST = 20_000;
    private static final int DEEPEST = 50;

    public Mounts {
        mounts = List.copyOf(mounts);
    }

    /// @param device  `major:minor`; anonymous (`0:41`) for btrfs, zfs, nfs
    /// @param root    the directory of the file system that is mounted: `/` unless it is a bind mount or a subvolume
    /// @param point   where
    /// @param type    `btrfs`
    /// @param source  `/dev/md0`, `server:/export`, `tank/vm`
    /// @param options of the file system, after the source
    public record Mount(int id, int parent, String device, String root, String point, String type, String source, List<String> options) {
        public Mount {
            options = List.copyOf(options);
        }

        /// The value of an option of the file system: `upperdir`.
        public Optional<String> option(String name) {
            return options.stream().filter(option -> option.startsWith(name + "=")).map(option -> option.substring(name.length() + 1)).findFirst();
        }
    }

    public static Fact<Mounts> read(SystemFiles files) {
        Fact<List<String>> lines = files.lines(PATH);
        // A tree whose links were not captured has no /proc/self.
        if (SystemFiles.absent(lines)) lines = files.lines("/proc/1/mountinfo");
        if (SystemFiles.absent(lines) && files.lines("/proc/mounts") instanceof Fact.Known<List<String>>(List<String> old, String source))
            return known(parseOld(old), source);
        return lines instanceof Fact.Known<List<String>>(List<String> known, String source) ? known(parse(known), source) : lines.map(_ -> null);
    }

    private static Fact<Mounts> known(Mounts mounts, String source) {
        return mounts.mounts.isEmpty() ? Fact.unknown("host.mounts.empty", source) : Fact.known(mounts, source);
    }

    /// Lines that are none of mountinfo's are passed over.
    public static Mounts parse(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines.subList(0, Math.min(lines.size(), MOST))) {
            String[] words = line.split(" ");
            // Any number of optional fields stands before the hyphen.
            int hyphen = Arrays.asList(words).indexOf("-");
            if (hyphen < 6 || words.length < hyphen + 3 || !words[0].matches("\\d{1,9}") || !words[1].matches("\\d{1,9}")) continue;
            mounts.add(new Mount(Integer.parseInt(words[0]), Integer.parseInt(words[1]), words[2], unescape(words[3]), unescape(words[4]),
                    unescape(words[hyphen + 1]), unescape(words[hyphen + 2]), words.length > hyphen + 3 ? options(words[hyphen + 3]) : List.of()));
        }
        return new Mounts(mounts);
    }

    /// `/proc/mounts` lacks device numbers and roots: for trees that have nothing better.
    static Mounts parseOld(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words.length >= 4 && words[1].startsWith("/"))
                mounts.add(new Mount(mounts.size() + 1, -1 - mounts.size(), "", "/", unescape(words[1]), words[2], unescape(words[0]), options(words[3])));
        }
        return new Mounts(mounts);
    }

    private static List<String> options(String words) {
        return Arrays.stream(words.split(",")).map(Mounts::unescape).toList();
    }

    /// The mount that shows at a path: the longest mount point on its way, the last one mounted there, unless a later mount
    /// above has covered it.
    ///
    /// @param path absolute
    public Optional<Mount> at(String path) {
        List<Mount> holders = new ArrayList<>();
        for (Mount mount : mounts) if (holds(mount.point, path)) holders.add(mount);
        boolean[] covered = covered(holders);
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < holders.size(); i++) places.putIfAbsent(holders.get(i).id, i);
        Mount nearest = null;
        // Of equal points the last mounted counts.
        for (int i = holders.size() - 1; i >= 0; i--)
            if ((nearest == null || holders.get(i).point.length() > nearest.point.length()) && shows(i, holders, covered, places)) nearest = holders.get(i);
        return Optional.ofNullable(nearest);
    }

    /// Of each, whether something was mounted later on the same parent, higher up, so that the way to it no longer leads there.
    private static boolean[] covered(List<Mount> holders) {
        boolean[] covered = new boolean[holders.size()];
        Map<Integer, Integer> highest = new HashMap<>();
        for (int i = holders.size() - 1; i >= 0; i--) {
            Mount mount = holders.get(i);
            covered[i] = highest.getOrDefault(mount.parent, Integer.MAX_VALUE) < mount.point.length();
            highest.merge(mount.parent, mount.point.length(), Math::min);
        }
        return covered;
    }

    /// Neither it nor a mount that it hangs on is covered.
    private static boolean shows(int index, List<Mount> holders, boolean[] covered, Map<Integer, Integer> places) {
        Integer at = index;
        for (int depth = 0; depth <= DEEPEST && at != null; depth++) {
            if (covered[at]) return false;
            Integer parent = places.get(holders.get(at).parent);
            at = at.equals(parent) ? null : parent;
        }
        return true;
    }

    /// Whole components: /var/lib does not hold /var/library.
    private static boolean holds(String point, String path) {
        return point.equals("/") ? path.startsWith("/") : path.startsWith(point) && (path.length() == point.length() || path.charAt(point.length()) == '/');
    }

    /// The kernel writes blank, tab, newline and backslash as `\040` and the like (fs/proc_namespace.c, mangle).
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) return text;
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '\\' && i + 3 < in.length && octal(in[i + 1]) && in[i + 1] < '4' && octal(in[i + 2]) && octal(in[i + 3])) {
                out.write((in[i + 1] - '0') << 6 | (in[i + 2] - '0') << 3 | in[i + 3] - '0');
                i += 3;
            } else out.write(in[i]);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static boolean octal(byte digit) {
        return digit >= '0' && digit <= '7';
    }
}
