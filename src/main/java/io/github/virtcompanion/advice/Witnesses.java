package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The evidence beside a verdict: the four pieces everybody asks for, then whatever else was found or could not be read.
final class Witnesses {
    private Witnesses() {}

    static List<Evidence> of(Circumstances c) {
        HostFacts facts = c.facts();
        List<Evidence> all = new ArrayList<>();
        all.add(told("diagnosis.what.cpu", facts.cpu(), cpu -> Message.of("model.quoted", cpu.name().isEmpty() ? cpu.arch() : cpu.name())));
        all.add(told("diagnosis.what.flags", facts.cpu(), Witnesses::flags));
        all.add(new Evidence(Message.of("diagnosis.what.device"), device(facts.device()), "/dev/kvm"));
        all.add(told("diagnosis.what.modules", facts.modules(), names -> names.isEmpty() ? Message.of("diagnosis.none") : quoted(String.join(" ", new TreeSet<>(names)))));
        all.add(told("diagnosis.what.libvirt", c.libvirt().kvm(), yes -> yes ? Message.of("diagnosis.libvirt.yes")
                : c.libvirt().words().isEmpty() ? Message.of("diagnosis.libvirt.no") : quoted(c.libvirt().words())));
        if (!facts.cpu().toOptional().map(Cpu::x86).orElse(true)) {
            all.add(told("diagnosis.what.log", facts.log(), Witnesses::log));
        } else {
            all.add(told("diagnosis.what.cpuid", facts.raw(), raw -> quoted("VMX " + (raw.vmx() ? 1 : 0) + ", SVM " + (raw.svm() ? 1 : 0) + ", hypervisor " + (raw.hypervisor() ? 1 : 0))));
            all.add(told("diagnosis.what.log", facts.log(), Witnesses::log));
            facts.msr().toOptional().ifPresent(_ -> all.add(told("diagnosis.what.msr", facts.msr(), msr -> quoted(msr.words()))));
        }
        for (HostFacts.Block block : c.blocks()) all.add(Evidence.quoted(Message.of("diagnosis.what.block"), block.text(), block.where()));
        facts.firmware().toOptional().orElse(List.of()).forEach(setting ->
                all.add(Evidence.quoted(Message.of("diagnosis.what.firmware"), setting.name() + " = " + setting.value(), setting.path())));
        if (c.container().isPresent()) all.add(told("diagnosis.what.container", facts.container(), name -> quoted(name.orElse(""))));
        if (facts.outer().toOptional().flatMap(name -> name).isPresent()) all.add(told("diagnosis.what.outer", facts.outer(), name -> quoted(name.orElse(""))));
        if (c.xenDom0()) all.add(told("diagnosis.what.xen", facts.xenDom0(), _ -> quoted("control_d")));
        all.add(told("diagnosis.what.kernel", facts.kernel(), Witnesses::quoted));
        if (c.notBuilt()) all.add(told("diagnosis.what.built", facts.moduleBuilt(), _ -> Message.of("diagnosis.none")));
        if (c.otherHypervisorLoaded()) facts.virtAtLoad().toOptional().ifPresent(on -> all.add(told("diagnosis.what.at-load", facts.virtAtLoad(), _ -> quoted(on ? "Y" : "N"))));
        String board = facts.board().name();
        if (!board.isEmpty()) all.add(Evidence.quoted(Message.of("diagnosis.what.board"), (board + ", BIOS " + facts.board().bios()).strip(), "/sys/class/dmi/id"));
        return all;
    }

    private static Message flags(Cpu cpu) {
        List<String> ours = List.of("vmx", "svm", "smx", "npt", "nrip_save", "svm_lock", "lbrv", "vmcb_clean", "hypervisor", "sie", "lvz");
        String found = ours.stream().filter(cpu.flags()::contains).collect(Collectors.joining(" "));
        if (cpu.arch().startsWith("riscv") && cpu.flags().contains("h")) found = "h";
        if (cpu.x86() && !cpu.hardwareFlag()) return found.isEmpty() ? Message.of("diagnosis.flags.none") : Message.of("diagnosis.flags.other", found);
        return found.isEmpty() ? Message.of("diagnosis.none") : quoted(found);
    }

    private static Message log(List<String> lines) {
        List<String> ours = lines.stream().filter(line -> List.of(Circumstances.OFF_IN_FIRMWARE, Circumstances.NO_EXTENSION, Circumstances.TAKEN,
                Circumstances.SEV_GUEST, Circumstances.NO_HYP, Circumstances.OFF_IN_COMMAND_LINE).stream().anyMatch(words -> words.matcher(line).find())).limit(3).toList();
        return ours.isEmpty() ? Message.of("diagnosis.log.nothing") : quoted(String.join("\n", ours));
    }

    private static Message device(DeviceOpening opening) {
        return Message.of("diagnosis.device." + opening.word());
    }

    private static Message quoted(String words) {
        return Message.of("model.quoted", words);
    }

    private static <T> Evidence told(String what, Fact<T> fact, Function<T, Message> words) {
        return switch (fact) {
            case Fact.Known<T>(T value, String source) -> new Evidence(Message.of(what), words.apply(value), source);
            case Fact.Unknown<T>(Message reason) -> new Evidence(Message.of(what), Message.of("diagnosis.unread", reason), "");
        };
    }
}
