package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts.Block;
import io.github.virtcompanion.system.SystemFiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Lines that keep kvm's modules from loading: `modprobe.d` and the kernel's command line (man modprobe.d(5),
/// kernel-parameters.txt), or hide the processor's extension from them.
public final class ModuleBlocks {
    /// In the order of their rank: a file hides those of the same name further down (kmod, libkmod/libkmod-config.c).
    private static final List<String> DIRECTORIES = List.of("/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d");
    private static final int MOST = 1000;
    private static final int ENOUGH = 1 << 18;
    private static final Pattern LINE = Pattern.compile("\\s*(?:blacklist\\s+(kvm[\\w-]*)\\s*|install\\s+(kvm[\\w-]*)\\s+(?:/usr)?(?:/s?bin/|/)?(?:true\\b|false\\b|:|nologin\\b|exit\\b|echo\\b|dev/null\\b|(?:ba|da)?sh\\s+-c\\s+['\"]?(?:exit|true|false|:)\\b).*|alias\\s+(kvm[\\w-]*)\\s+off\\s*)(?:#.*)?");
    private static final Pattern WORD = Pattern.compile("(?:module[_-]blacklist|modprobe\\.blacklist|rd\\.driver\\.blacklist)=(.*)");
    /// Names, or numbers of word and bit in arch/x86/include/asm/cpufeatures.h: 4*32+5, 6*32+2.
    private static final Map<String, String> CLEARED = Map.of("vmx", "kvm_intel", "133", "kvm_intel", "svm", "kvm_amd", "194", "kvm_amd");
    static final String CLEAR = "clearcpuid=";

    private ModuleBlocks() {}

    public static Fact<List<Block>> read(SystemFiles files) {
        Map<String, String> ranked = new TreeMap<>();
        List<Block> blocks = new ArrayList<>();
        Optional<Fact<List<Block>>> closed = Optional.empty();
        boolean looked = false;
        for (String directory : DIRECTORIES) {
            Fact<List<String>> names = files.list(directory);
            if (names instanceof Fact.Known<List<String>>(List<String> known, String _)) {
                looked = true;
                for (String name : known) if (name.endsWith(".conf")) ranked.putIfAbsent(name, directory + "/" + name);
            } else if (!SystemFiles.absent(names)) closed = Optional.of(names.map(_ -> List.of()));
        }
        for (String path : ranked.values().stream().limit(MOST).toList()) files.head(path, ENOUGH).toOptional().ifPresent(lines -> blocks.addAll(parse(path, lines)));
        Fact<String> commandLine = files.text("/proc/cmdline");
        commandLine.toOptional().ifPresent(line -> blocks.addAll(parseCommandLine(line)));
        if (blocks.size() > MOST) blocks.subList(MOST, blocks.size()).clear();
        if (!blocks.isEmpty() || looked || commandLine.toOptional().isPresent())
            return Fact.known(List.copyOf(blocks), blocks.isEmpty() ? "/etc/modprobe.d, /proc/cmdline" : blocks.getFirst().where());
        return closed.orElseGet(() -> commandLine.map(_ -> List.of()));
    }

    static List<Block> parse(String path, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            StringBuilder line = new StringBuilder(lines.get(i));
            while (!line.isEmpty() && line.charAt(line.length() - 1) == '\\' && i + 1 < lines.size() && line.length() < 10_000) {
                line.setCharAt(line.length() - 1, ' ');
                line.append(lines.get(++i));
            }
            if (line.length() > 10_000) continue;
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) blocks.add(new Block(module(Stream.of(1, 2, 3).map(matcher::group).filter(Objects::nonNull).findFirst().orElse("")), line.toString().strip(), path + ":" + number));
        }
        return blocks;
    }

    static List<Block> parseCommandLine(String line) {
        List<Block> blocks = new ArrayList<>();
        for (String word : line.split("\\s+")) {
            if (word.startsWith(CLEAR)) for (String feature : word.substring(CLEAR.length()).split(","))
                if (CLEARED.containsKey(feature)) blocks.add(new Block(CLEARED.get(feature), word, "/proc/cmdline"));
            Matcher matcher = WORD.matcher(word);
            if (!matcher.matches()) continue;
            for (String name : matcher.group(1).replace("\"", "").split(","))
                if (name.startsWith("kvm")) blocks.add(new Block(module(name), word, "/proc/cmdline"));
        }
        return blocks;
    }

    private static String module(String name) {
        return name.replace('-', '_');
    }
}
