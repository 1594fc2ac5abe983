package io.github.virtcompanion.options;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which machine type takes the place of one that QEMU no longer has: the nearest newer one of the same board, so that the
/// guest sees as little new hardware as can be.
public final class MachineTypes {
    private static final Pattern VERSIONED = Pattern.compile("(.*?)(\\d+(?:\\.\\d+)+)");
    /// Boards by how their names begin, with the upstream family and its alias. `pc-0.12`, `pc-1.3` and `rhel6.6.0` were
    /// i440FX before anybody had to say so (QEMU: hw/i386/pc_piix.c).
    private static final Map<String, String[]> BOARDS = Map.of(
            "pc-q35-", new String[] {"pc-q35-", "q35"},
            "pc-i440fx-", new String[] {"pc-i440fx-", "pc"},
            "pc-", new String[] {"pc-i440fx-", "pc"},
            "rhel", new String[] {"pc-i440fx-", "pc"},
            "virt-", new String[] {"virt-", "virt"},
            "pseries-", new String[] {"pseries-", "pseries"},
            "s390-ccw-virtio-", new String[] {"s390-ccw-virtio-", "s390-ccw-virtio"});

    private MachineTypes() {}

    /// @param old       a versioned name such as `pc-q35-2.4`, or a distribution's such as `pc-i440fx-rhel7.6.0`
    /// @param available what QEMU has now
    /// @return empty where it is there, or where nothing of the same board is
    public static Optional<String> successor(String old, List<String> available) {
        if (old.isEmpty() || available.contains(old)) return Optional.empty();
        Optional<String[]> board = BOARDS.keySet().stream().filter(old::startsWith).max(Comparator.comparingInt(String::length)).map(BOARDS::get);
        Matcher version = VERSIONED.matcher(old);
        if (version.matches()) {
            Optional<String> same = nearest(version.group(1), version.group(2), available);
            if (same.isPresent()) return same;
            // Upstream's names changed once: pc-1.3 was followed by pc-i440fx-1.4. A distribution counts in its own way.
            if (board.isPresent() && version.group(1).equals("pc-")) return nearest(board.get()[0], version.group(2), available).or(() -> alias(board.get(), available));
        }
        return board.flatMap(names -> alias(names, available));
    }

    private static Optional<String> nearest(String family, String version, List<String> available) {
        return available.stream().filter(name -> name.startsWith(family) && name.substring(family.length()).matches("\\d+(\\.\\d+)+"))
                .filter(name -> compare(name.substring(family.length()), version) > 0)
                .min((a, b) -> compare(a.substring(family.length()), b.substring(family.length())));
    }

    private static Optional<String> alias(String[] board, List<String> available) {
        return available.contains(board[1]) ? Optional.of(board[1]) : Optional.empty();
    }

    private static int compare(String a, String b) {
        int[] one = Arrays.stream(a.split("\\.")).mapToInt(MachineTypes::number).toArray();
        int[] other = Arrays.stream(b.split("\\.")).mapToInt(MachineTypes::number).toArray();
        return Arrays.compare(one, other);
    }

    private static int number(String digits) {
        return digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
