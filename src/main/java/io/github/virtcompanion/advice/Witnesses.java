package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Evidence.Sign;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.NodeInfo;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The evidence beside a verdict: the four pieces everybody asks for, then whatever else was found or could not be read.
final class Witnesses {
    private Witnesses() {}

    /// @param usable the verdict: where KVM works, a missing flag or module is odd, not bad
    static List<Evidence> of(Circumstances c, boolean usable) {
        HostFacts facts = c.facts();
        Sign missing = usable ? Sign.DOUBTFUL : Sign.BAD;
        List<Evidence> all = new ArrayList<>();
        c.libvirt().host().node().toOptional().filter(_ -> facts.cpu().toOptional().isEmpty()).ifPresent(_ -> all.add(told("diagnosis.what.node", c.libvirt().host().node(), Witnesses::node)));
        all.add(told("diagnosis.what.cpu", facts.cpu(), cpu -> Message.of("model.quoted", cpu.name().isEmpty() ? cpu.arch() : cpu.name())));
        all.add(told("diagnosis.what.flags", facts.cpu(), Witnesses::flags, cpu -> !cpu.x86() ? Sign.NEUTRAL : cpu.hardwareFlag() ? Sign.GOOD : missing));
        all.add(new Evidence(Message.of("diagnosis.what.device"), device(facts.device()), "/dev/kvm", sign(facts.device(), usable)));
        all.add(told("diagnosis.what.modules", facts.modules(), names -> names.isEmpty() ? Message.of("diagnosis.none") : quoted(String.join(" ", new TreeSet<>(names))),
                names -> !c.notRegistered() && names.stream().anyMatch(name -> name.startsWith("kvm_")) ? Sign.GOOD : missing));
        if (c.notRegistered()) all.add(told("diagnosis.what.registered", facts.registered(), _ -> Message.of("diagnosis.registered.no"), _ -> missing));
        all.add(told("diagnosis.what.libvirt", c.libvirt().kvm(), yes -> yes ? Message.of("diagnosis.libvirt.yes")
                : c.libvirt().words().isEmpty() ? Message.of("diagnosis.libvirt.no") : quoted(c.libvirt().words()),
                yes -> yes ? Sign.GOOD : Sign.BAD));
        if (!facts.cpu().toOptional().map(Cpu::x86).orElse(true)) {
            all.add(told("diagnosis.what.log", facts.log(), lines -> log(c, lines), lines -> against(c, lines).isEmpty() ? Sign.GOOD : missing));
        } else {
            all.add(told("diagnosis.what.cpuid", facts.raw(), raw -> quoted("VMX " + (raw.vmx() ? 1 : 0) + ", SVM " + (raw.svm() ? 1 : 0) + ", hypervisor " + (raw.hypervisor() ? 1 : 0)),
                    raw -> raw.vmx() || raw.svm() ? Sign.GOOD : missing));
            all.add(told("diagnosis.what.log", facts.log(), lines -> log(c, lines), lines -> against(c, lines).isEmpty() ? Sign.GOOD : missing));
            facts.msr().toOptional().ifPresent(_ -> all.add(told("diagnosis.what.msr", facts.msr(), msr -> quoted(msr.words()), msr -> msr.lockedOff() ? Sign.BAD : Sign.GOOD)));
        }
        for (HostFacts.Block block : c.blocks()) all.add(Evidence.quoted(Message.of("diagnosis.what.block"), block.text(), block.where()).with(missing));
        facts.firmware().toOptional().orElse(List.of()).forEach(setting ->
                all.add(Evidence.quoted(Message.of("diagnosis.what.firmware"), setting.name() + " = " + setting.value(), setting.path())));
        if (c.container().isPresent()) all.add(told("diagnosis.what.container", facts.container(), name -> quoted(name.orElse(""))));
        if (facts.outer().toOptional().flatMap(name -> name).isPresent()) all.add(told("diagnosis.what.outer", facts.outer(), name -> quoted(name.orElse(""))));
        if (c.xenDom0()) all.add(told("diagnosis.what.xen", facts.xenDom0(), _ -> quoted("control_d")));
        all.add(told("diagnosis.what.kernel", facts.kernel(), Witnesses::quoted));
        if (c.notBuilt()) all.add(told("diagnosis.what.built", facts.moduleBuilt(), _ -> Message.of("diagnosis.none")));
        if (c.otherHypervisorLoaded()) facts.virtAtLoad().toOptional().ifPresent(on -> all.add(told("diagnosis.what.at-load", facts.virtAtLoad(), _ -> quoted(on ? "Y" : "N"))));
        // Often blamed, never guilty: lockdown stops neither kvm nor reading the register (linux arch/x86/kernel/msr.c).
        if (facts.secureBoot().toOptional().orElse(false)) all.add(told("diagnosis.what.secure-boot", facts.secureBoot(), _ -> Message.of("diagnosis.secure-boot.on")));
        facts.nested().toOptional().ifPresent(_ -> all.add(told("diagnosis.what.nested", facts.nested(), on -> Message.of(on ? "diagnosis.nested.on" : "diagnosis.nested.off"))));
        String board = facts.board().name();
        if (!board.isEmpty()) all.add(Evidence.quoted(Message.of("diagnosis.what.board"), facts.board().bios().isEmpty() ? board : board + ", BIOS " + facts.board().bios(), origin(facts.board())));
        return all;
    }

    /// This machine's own files, or libvirt's words of another.
    private static String origin(HostFacts.Board board) {
        return board.biosVersion() instanceof Fact.Known<String>(String _, String source) && !source.startsWith("/") ? source : "/sys/class/dmi/id";
    }

    private static Message node(NodeInfo node) {
        return Message.of("diagnosis.node", node.cpuModel().isEmpty() ? "?" : node.cpuModel(), node.cpus(), node.mhz(), node.memoryKiB() / (double) (1 << 20), node.numaNodes());
    }

    private static Message flags(Cpu cpu) {
        List<String> ours = List.of("vmx", "svm", "smx", "npt", "nrip_save", "svm_lock", "lbrv", "vmcb_clean", "hypervisor", "sie", "lvz");
        String found = ours.stream().filter(cpu.flags()::contains).collect(Collectors.joining(" "));
        if (cpu.arch().startsWith("riscv") && cpu.flags().contains("h")) found = "h";
        if (cpu.x86() && !cpu.hardwareFlag()) return found.isEmpty() ? Message.of("diagnosis.flags.none") : Message.of("diagnosis.flags.other", found);
        return found.isEmpty() ? Message.of("diagnosis.none") : quoted(found);
    }

    private static Message log(Circumstances c, List<String> lines) {
        List<String> ours = against(c, lines);
        return ours.isEmpty() ? Message.of("diagnosis.log.nothing") : quoted(String.join("\n", ours));
    }

    private static List<String> against(Circumstances c, List<String> lines) {
        return lines.stream().filter(line -> List.of(Circumstances.OFF_IN_FIRMWARE, c.noExtension(), Circumstances.TAKEN,
                Circumstances.SEV_GUEST, Circumstances.NO_HYP, Circumstances.OFF_IN_COMMAND_LINE, Circumstances.NOT_BOUND).stream().anyMatch(words -> words.matcher(line).find())).limit(3).toList();
    }

    private static Message device(DeviceOpening opening) {
        return Message.of("diagnosis.device." + opening.word());
    }

    private static Message quoted(String words) {
        return Message.of("model.quoted", words);
    }

    /// A node that only libvirt's own user may open is as good as one that we may.
    private static Sign sign(DeviceOpening opening, boolean usable) {
        return switch (opening) {
            case OK -> Sign.GOOD;
            case PRESENT -> Sign.DOUBTFUL;
            case NOT_RECORDED -> Sign.UNKNOWN;
            case ABSENT, DENIED, NO_DEVICE, BUSY, OTHER -> usable ? Sign.NEUTRAL : Sign.BAD;
        };
    }

    private static <T> Evidence told(String what, Fact<T> fact, Function<T, Message> words) {
        return told(what, fact, words, _ -> Sign.NEUTRAL);
    }

    private static <T> Evidence told(String what, Fact<T> fact, Function<T, Message> words, Function<T, Sign> sign) {
        return switch (fact) {
            case Fact.Known<T>(T value, String source) -> new Evidence(Message.of(what), words.apply(value), source, sign.apply(value));
            case Fact.Unknown<T>(Message reason) -> new Evidence(Message.of(what), Message.of("diagnosis.unread", reason), "", Sign.UNKNOWN);
        };
    }
}
