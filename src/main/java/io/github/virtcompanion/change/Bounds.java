package io.github.virtcompanion.change;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps the history from growing without end. What goes is the oldest, and of a machine first what other programs changed:
/// one that rewrites a definition every minute must not push out what this one's user did. The newest entry of each machine
/// stays whatever its size, and so does one that is under way.
///
/// @param entries    of one machine
/// @param bytes      of one machine's entries
/// @param bytesInAll of all machines' entries
record Bounds(int entries, long bytes, long bytesInAll) {
    static final Bounds USUAL = new Bounds(200, 8L << 20, 128L << 20);

    /// @param directory of one machine's entries
    void keep(PrivateFiles files, String directory) throws FailedException {
        Map<String, Long> sizes = files.sizes(directory);
        long sum = sum(sizes);
        int count = sizes.size();
        if (count <= entries && sum <= bytes) return;
        for (String file : dropping(files, directory, sizes)) {
            if (count <= entries && sum <= bytes) return;
            files.delete(directory + "/" + file);
            count--;
            sum -= sizes.get(file);
        }
    }

    /// @param top the directory of all machines' directories
    void keepInAll(PrivateFiles files, String top) throws FailedException {
        Map<String, Map<String, Long>> machines = new TreeMap<>();
        for (String machine : files.list(top)) machines.put(machine, files.sizes(top + "/" + machine));
        long sum = machines.values().stream().mapToLong(Bounds::sum).sum();
        if (sum <= bytesInAll) return;
        // Names begin with the time, so that the oldest of all machines is found without reading any.
        Map<String, String> oldest = new TreeMap<>();
        for (var machine : machines.entrySet()) {
            List<String> own = new ArrayList<>(machine.getValue().keySet());
            for (String file : own.subList(0, Math.max(0, own.size() - 1))) oldest.put(file, machine.getKey());
        }
        for (var old : oldest.entrySet()) {
            if (sum <= bytesInAll) return;
            String name = top + "/" + old.getValue() + "/" + old.getKey();
            if (read(files, name).filter(Bounds::underWay).isPresent()) continue;
            files.delete(name);
            sum -= machines.get(old.getValue()).get(old.getKey());
        }
    }

    private static List<String> dropping(PrivateFiles files, String directory, Map<String, Long> sizes) throws FailedException {
        List<String> foreign = new ArrayList<>();
        List<String> own = new ArrayList<>();
        List<String> all = List.copyOf(sizes.keySet());
        for (String file : all.subList(0, Math.max(0, all.size() - 1))) {
            Optional<HistoryEntry> entry = read(files, directory + "/" + file);
            if (entry.filter(Bounds::underWay).isPresent()) continue;
            if (entry.filter(each -> each.kind() == Plan.Kind.OUTSIDE).isPresent()) foreign.add(file);
            else own.add(file);
        }
        foreign.addAll(own);
        return foreign;
    }

    private static Optional<HistoryEntry> read(PrivateFiles files, String name) throws FailedException {
        return files.read(name).flatMap(EntryForm::read);
    }

    private static boolean underWay(HistoryEntry entry) {
        return entry.state() == HistoryEntry.State.INTENDED;
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }
}
