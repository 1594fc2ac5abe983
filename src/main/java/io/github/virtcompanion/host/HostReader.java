package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.HostFacts.Board;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;

import java.util.Arrays;
import java.util.List;

/// Gathers [HostFacts]: from this machine or from a captured tree, without root, without ever failing as a whole.
public final class HostReader {
    private final SystemFiles files;
    private final Commands commands;

    public HostReader(SystemFiles files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    /// Blocks for as long as the slowest command: some hundredths of a second, at worst some seconds.
    public HostFacts read() {
        Fact<Cpu> cpu = CpuInfo.read(files);
        Fact<String> release = release();
        Board board = Dmi.read(files);
        String module = cpu.toOptional().map(Cpu::module).orElse("");
        return new HostFacts(cpu, files.openReadWrite("/dev/kvm"), Modules.read(files), ModuleBlocks.read(files),
                Modules.built(files, module, release), RawCpuid.read(commands, cpu), KernelLog.read(files, commands), FirmwareAttributes.read(files),
                Msr.read(files, commands, cpu), Surroundings.container(files, commands), Surroundings.xenDom0(files), Surroundings.wsl(release),
                Surroundings.outer(files, board), yes("/sys/module/kvm/parameters/enable_virt_at_load"),
                yes("/sys/module/" + module + "/parameters/nested"), board, release,
                files.text("/proc/cmdline").map(line -> Arrays.stream(line.split("\\s+")).filter(word -> word.startsWith("kvm")).toList()), Surroundings.secureBoot(files));
    }

    /// As `uname -r`.
    public Fact<String> release() {
        Fact<String> release = files.word("/proc/sys/kernel/osrelease").map(word -> word.length() > 200 ? word.substring(0, 200) : word);
        if (release.toOptional().filter(word -> !word.isBlank()).isPresent()) return release;
        // Linux version 6.1.0-18-amd64 (debian-kernel@…
        Fact<String> version = files.text("/proc/version");
        return version.toOptional().map(text -> text.split("\\s+")).filter(words -> words.length > 2 && words[0].equals("Linux"))
                .map(words -> Fact.known(words[2], "/proc/version")).orElseGet(() -> Fact.unknown("host.kernel.unknown"));
    }

    private Fact<Boolean> yes(String parameter) {
        return files.word(parameter).map(word -> List.of("Y", "y", "1").contains(word));
    }
}
