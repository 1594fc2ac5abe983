package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.system.SystemFiles;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Kernel modules: those loaded (`/sys/module`, `/proc/modules`), and whether one exists for the running kernel.
public final class Modules {
    private static final Pattern OURS = Pattern.compile("kvm.*|vboxdrv|vmmon|xen.*");
    private static final Pattern LINE = Pattern.compile("\\w{1,64} \\d");
    private static final Pattern MISC = Pattern.compile(" {0,2}\\d{1,7} \\S{1,100}");
    private static final List<String> TREES = List.of("/lib/modules/", "/usr/lib/modules/");

    private Modules() {}

    /// Names with underscores; also built-in modules that have parameters, as kvm's do.
    public static Fact<Set<String>> read(SystemFiles files) {
        return read(files, "", Fact.unknown("host.modules.no-release"));
    }

    /// @param module  what counts as loaded, too, where it is built in and only `/proc/modules` is known, which does not list it
    /// @param release `uname -r`
    static Fact<Set<String>> read(SystemFiles files, String module, Fact<String> release) {
        Fact<List<String>> sys = files.list("/sys/module");
        Fact<List<String>> proc = understood(files.head("/proc/modules", 1 << 20));
        if (sys.toOptional().isEmpty() && proc.toOptional().isEmpty()) return sys.map(Set::copyOf);
        Set<String> loaded = new HashSet<>();
        for (Fact<List<String>> names : List.of(sys, proc)) names.toOptional().map(Modules::ours).ifPresent(loaded::addAll);
        if (sys.toOptional().isEmpty() && !module.isEmpty() && release.toOptional().filter(kernel -> TREES.stream().anyMatch(tree -> lists(files, tree + kernel + "/modules.builtin", module))).isPresent())
            loaded.add(module);
        return Fact.known(Set.copyOf(loaded), sys.toOptional().isPresent() ? "/sys/module" : "/proc/modules");
    }

    /// Whether `/proc/misc` lists kvm: KVM registers its device where it has bound to the processor, which a module that is only there has not
    /// (linux virt/kvm/kvm_main.c, kvm_init). The list is the kernel's, the same in every container.
    static Fact<Boolean> registered(SystemFiles files) {
        Fact<List<String>> lines = files.head("/proc/misc", 1 << 16);
        boolean garbage = lines.toOptional().filter(known -> known.stream().noneMatch(line -> MISC.matcher(line).matches())).isPresent();
        return garbage ? Fact.unknown("host.misc.not-understood") : lines.map(known -> known.stream().anyMatch(line -> line.strip().endsWith(" kvm")));
    }

    /// The first word of each line of `/proc/modules`; its size follows.
    static List<String> parse(List<String> lines) {
        return lines.stream().filter(line -> LINE.matcher(line).lookingAt()).map(line -> line.split(" ", 2)[0]).toList();
    }

    /// Lines of which none is a module's say nothing, least of all that no module is loaded.
    private static Fact<List<String>> understood(Fact<List<String>> lines) {
        boolean garbage = lines.toOptional().filter(known -> known.stream().anyMatch(line -> !line.isBlank()) && parse(known).isEmpty()).isPresent();
        return garbage ? Fact.unknown("host.modules.not-understood") : lines.map(Modules::parse);
    }

    private static Set<String> ours(Collection<String> names) {
        return names.stream().filter(name -> OURS.matcher(name).matches()).collect(Collectors.toSet());
    }

    /// Whether the running kernel has a module, as a file or built in.
    ///
    /// @param module  `kvm_intel`
    /// @param release `uname -r`
    public static Fact<Boolean> built(SystemFiles files, String module, Fact<String> release) {
        if (!(release instanceof Fact.Known<String>(String kernel, String _)) || module.isEmpty()) return Fact.unknown("host.modules.no-release");
        Pattern file = file(module);
        String seen = "";
        for (String tree : TREES)
            for (String list : List.of("modules.dep", "modules.builtin")) {
                String path = tree + kernel + "/" + list;
                if (!(files.lines(path) instanceof Fact.Known<List<String>>(List<String> lines, String _))) continue;
                if (lines.stream().anyMatch(line -> file.matcher(line.split(" ", 2)[0]).find())) return Fact.known(true, path);
                seen = seen.isEmpty() ? path : seen;
            }
        for (String tree : TREES) {
            String directory = tree + kernel + "/kernel/arch/x86/kvm";
            Fact<List<String>> names = files.list(directory);
            if (names.toOptional().orElse(List.of()).stream().anyMatch(name -> file.matcher(name).find())) return Fact.known(true, directory);
            boolean looked = names.toOptional().isPresent() || SystemFiles.absent(names) && files.isDirectory(tree + kernel).toOptional().orElse(false);
            if (seen.isEmpty() && looked) seen = directory;
        }
        String config = "/boot/config-" + kernel;
        String option = "CONFIG_" + module.toUpperCase(java.util.Locale.ROOT);
        if (files.lines(config) instanceof Fact.Known<List<String>>(List<String> lines, String _)) {
            if (lines.contains(option + "=y")) return Fact.known(true, config);
            if (lines.contains("# " + option + " is not set")) return Fact.known(false, config);
        }
        if (!seen.isEmpty()) return Fact.known(false, seen);
        // An update has put those of another kernel in their place.
        boolean replaced = TREES.stream().flatMap(tree -> files.list(tree).toOptional().orElse(List.of()).stream()).anyMatch(name -> name.matches("\\d+\\..*"));
        return Fact.unknown(replaced ? "host.modules.replaced" : "host.modules.no-list", kernel);
    }

    /// As modules.dep and modules.builtin name it: `kernel/arch/x86/kvm/kvm-intel.ko.xz: …`
    private static Pattern file(String module) {
        return Pattern.compile("(^|/)" + module.replace("_", "[-_]") + "\\.ko(\\.\\w+)?(:|$)");
    }

    private static boolean lists(SystemFiles files, String list, String module) {
        return files.lines(list).toOptional().orElse(List.of()).stream().anyMatch(file(module).asPredicate());
    }
}
