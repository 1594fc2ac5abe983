package io.github.virtcompanion.host;

import io.github.virtcompanion.system.Commands;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The captured tree of a host at the other end of a shell: one script that reads there what [HostReader], [Places] and
/// [Tuning] will ask for, and the tree made of what it prints.
///
/// The script writes nothing there. An archive would not do: tar believes the lengths that /proc and /sys give, which are 0
/// or a page.
public final class RemoteTree {
    private static final int ENTRIES = 50_000;
    private static final int IMAGES = 500;

    private RemoteTree() {}

    /// @param mark   a word that no file holds
    /// @param images paths whose file systems are to be told
    public static String script(String mark, Collection<String> images) {
        return "mark='" + mark + "'\n" + resource() + images.stream().filter(path -> path.startsWith("/") && path.length() < 4096 && path.chars().noneMatch(Character::isISOControl))
                .sorted().limit(IMAGES).map(path -> "image '" + path.replace("'", "'\\''") + "'\n").collect(Collectors.joining()) + "finish\n";
    }

    private static String resource() {
        try (InputStream in = RemoteTree.class.getResourceAsStream("remote.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The tree by relative path; empty where the script's last word is missing, so that a tree cut short is none.
    public static Optional<SortedMap<String, byte[]>> parse(String printed, String mark) {
        SortedMap<String, byte[]> tree = new TreeMap<>();
        TreeSet<String> denied = new TreeSet<>();
        String separator = "\n" + mark + " ";
        int at = printed.indexOf(separator);
        while (at >= 0 && tree.size() < ENTRIES) {
            int next = printed.indexOf(separator, at + 1);
            String entry = printed.substring(at + separator.length(), next < 0 ? printed.length() : next);
            int end = entry.indexOf('\n');
            String head = end < 0 ? entry : entry.substring(0, end);
            if (head.strip().equals("END")) {
                if (!denied.isEmpty()) tree.put("capture/denied", (String.join("\n", denied) + "\n").getBytes(StandardCharsets.UTF_8));
                return Optional.of(tree);
            }
            put(tree, denied, head, end < 0 ? "" : entry.substring(end + 1));
            at = next;
        }
        return Optional.empty();
    }

    private static void put(SortedMap<String, byte[]> tree, TreeSet<String> denied, String head, String body) {
        if (head.length() < 3 || head.charAt(1) != ' ') return;
        String name = head.substring(2);
        if (head.charAt(0) == 'C') {
            // Exit code on the first line, then what it said.
            String directory = Commands.recordedAs(List.of(name)).substring(1);
            String[] parts = body.split("\n", 2);
            tree.put(directory + "/exit", bytes(parts[0] + "\n"));
            tree.put(directory + "/stdout", bytes(parts.length > 1 ? parts[1] : ""));
            if (!parts[0].equals("0")) tree.put(directory + "/stderr", bytes(parts.length > 1 ? parts[1] : ""));
            return;
        }
        if (!name.startsWith("/") || Arrays.asList(name.split("/")).contains("..") || name.contains(" -> ")) return;
        String path = name.substring(1);
        switch (head.charAt(0)) {
            case 'F' -> tree.put(path, bytes(body));
            case 'D' -> tree.put(path + "/", new byte[0]);
            case 'L' -> {
                if (!body.isBlank() && !body.contains("\n")) tree.put(path + " -> " + body, new byte[0]);
            }
            case 'X' -> denied.add(name);
            default -> {
                // A later version's script.
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
