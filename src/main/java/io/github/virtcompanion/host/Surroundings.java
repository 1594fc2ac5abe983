package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts.Board;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.SystemFiles;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What this host itself runs in: a container, Xen, WSL, another hypervisor.
public final class Surroundings {
    static final List<String> DETECT_CONTAINER = List.of("systemd-detect-virt", "-c");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    static final String SECURE_BOOT = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

    static final String XEN_FEATURES = "/sys/hypervisor/properties/features";
    /// XENFEAT_dom0 (xen/include/public/features.h).
    private static final int DOM0 = 1 << 11;

    private Surroundings() {}

    /// @return empty outside of containers
    public static Fact<Optional<String>> container(SystemFiles files, Commands commands) {
        if (files.word("/run/systemd/container") instanceof Fact.Known<String>(String name, String source)) return Fact.known(Optional.of(name), source);
        // systemd-nspawn tells it here (systemd, CONTAINER_INTERFACE).
        if (files.word("/run/host/container-manager") instanceof Fact.Known<String>(String name, String source) && !name.isEmpty()) return Fact.known(Optional.of(name), source);
        if (exists(files, "/run/.containerenv")) return Fact.known(Optional.of("podman"), "/run/.containerenv");
        if (exists(files, "/.dockerenv")) return Fact.known(Optional.of("docker"), "/.dockerenv");
        if (exists(files, "/.flatpak-info")) return Fact.known(Optional.of("flatpak"), "/.flatpak-info");
        // Its host has both (systemd, src/basic/virt.c).
        if (exists(files, "/proc/vz") && !exists(files, "/proc/bc")) return Fact.known(Optional.of("openvz"), "/proc/vz");
        Fact<Output> said = commands.run(DETECT_CONTAINER, PATIENCE);
        if (said instanceof Fact.Known<Output>(Output output, String source)) {
            String name = output.out().strip();
            // It exits with 1 for "none".
            if (name.matches("[a-z0-9-]+")) return Fact.known(Optional.of(name).filter(word -> !word.equals("none") && !word.equals("wsl")), source);
        }
        // Of the first process, its environment (root's to read): container=lxc.
        Optional<String> told = files.text("/proc/1/environ").toOptional().flatMap(text -> Arrays.stream(text.split("\0"))
                .filter(word -> word.matches("container=[a-z0-9-]+")).map(word -> word.substring("container=".length())).findFirst());
        if (told.isPresent()) return Fact.known(told, "/proc/1/environ");
        // Without systemd the first process's own cgroup still tells of the usual ones.
        Fact<String> cgroup = files.text("/proc/1/cgroup");
        if (cgroup instanceof Fact.Known<String>(String text, String source))
            for (String name : List.of("docker", "lxc", "libpod", "kubepods"))
                if (text.contains("/" + name)) return Fact.known(Optional.of(name), source);
        return files.real() && files.isDirectory("/run").toOptional().orElse(false) ? Fact.known(Optional.empty(), "/run") : cgroup.map(_ -> Optional.empty());
    }

    public static Fact<Boolean> xenDom0(SystemFiles files) {
        Fact<String> capabilities = files.text("/proc/xen/capabilities");
        // xenfs is not always mounted.
        if (files.word(XEN_FEATURES) instanceof Fact.Known<String>(String bits, String source) && bits.matches("[0-9a-fA-F]{1,8}") && (Long.parseLong(bits, 16) & DOM0) != 0)
            return Fact.known(true, source);
        if (SystemFiles.absent(capabilities)) return files.isDirectory("/proc").map(_ -> false);
        return capabilities.map(text -> text.contains("control_d"));
    }

    /// Four bytes of attributes, then one that is 1 while Secure Boot is on (UEFI specification, 3.3 globally defined variables).
    public static Fact<Boolean> secureBoot(SystemFiles files) {
        return files.text(SECURE_BOOT).map(bytes -> bytes.length() >= 5 && bytes.charAt(bytes.length() - 1) == 1);
    }

    /// @param release `uname -r`
    public static Fact<Boolean> wsl(Fact<String> release) {
        return release.map(words -> words.toLowerCase(Locale.ROOT).contains("microsoft") || words.contains("WSL2"));
    }

    /// @return the hypervisor's name; empty where none is seen
    public static Fact<Optional<String>> outer(SystemFiles files, Board board) {
        return OuterHypervisor.read(files, board);
    }

    private static boolean exists(SystemFiles files, String path) {
        return files.exists(path).toOptional().orElse(false);
    }
}
