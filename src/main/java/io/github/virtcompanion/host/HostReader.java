package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.HostFacts.Board;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Gathers [HostFacts]: from this machine or from a captured tree, without root, without ever failing as a whole.
public final class HostReader {
    private final SystemFiles files;
    private final Commands commands;

    public HostReader(SystemFiles files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    /// Blocks for as long as the slowest command: some hundredths of a second, at worst, where one hangs, four seconds.
    public HostFacts read() {
        Fact<Cpu> cpu = CpuInfo.read(files);
        Fact<String> release = release();
        Board board = Dmi.read(files);
        String module = cpu.toOptional().map(Cpu::module).orElse("");
        Supplier<Fact<HostFacts.RawCpuid>> raw = meanwhile(() -> RawCpuid.read(commands, cpu));
        Supplier<Fact<List<String>>> log = meanwhile(() -> KernelLog.read(files, commands));
        Supplier<Fact<HostFacts.Msr>> msr = meanwhile(() -> Msr.read(files, commands, cpu));
        Supplier<Fact<Optional<String>>> container = meanwhile(() -> Surroundings.container(files, commands));
        return new HostFacts(cpu, files.openReadWrite("/dev/kvm"), Modules.read(files, cpu.toOptional().filter(Cpu::hardwareFlag).map(Cpu::module).orElse(""), release),
                Modules.registered(files), ModuleBlocks.read(files),
                Modules.built(files, module, release), raw.get(), log.get(), FirmwareAttributes.read(files),
                msr.get(), container.get(), Surroundings.xenDom0(files), Surroundings.wsl(release),
                Surroundings.outer(files, board), yes("/sys/module/kvm/parameters/enable_virt_at_load"),
                nested(cpu), board, release,
                files.text("/proc/cmdline").map(line -> Arrays.stream(line.split("\\s+")).filter(word -> word.startsWith("kvm")).toList()), Surroundings.secureBoot(files));
    }

    /// What runs commands is asked all at once, so that several hanging ones cost no more than one.
    private <T> Supplier<T> meanwhile(Supplier<T> question) {
        if (!files.real()) return question;
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, work -> Thread.ofPlatform().daemon().name("host question").start(work));
        return answer::join;
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

    /// Of the module that has the switch (linux 7.1: kvm_intel, kvm_amd, kvm_hv, and kvm itself on s390).
    private Fact<Boolean> nested(Fact<Cpu> cpu) {
        String arch = cpu.toOptional().map(Cpu::arch).orElse("");
        String module = arch.equals("s390x") ? "kvm" : arch.equals("ppc64") ? "kvm_hv" : cpu.toOptional().map(Cpu::module).orElse("");
        return module.isEmpty() ? Fact.unknown("host.nested.none") : yes("/sys/module/" + module + "/parameters/nested");
    }

    private Fact<Boolean> yes(String parameter) {
        return files.word(parameter).map(word -> List.of("Y", "y", "1").contains(word));
    }
}
