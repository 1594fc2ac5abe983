package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainCapabilities;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.options.CpuChoice;
import io.github.virtcompanion.options.Edited;
import io.github.virtcompanion.options.Enlightenments;
import io.github.virtcompanion.options.Switches;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The switch between emulation and KVM: the type, the CPU with it, and everything that stands in the way.
final class SwitchPlanner {
    /// What libvirt gives emulated machines by itself. It starts wherever KVM does, since nothing is checked and little is promised.
    private static final CpuChoice BARE = new CpuChoice.Named("qemu64", "none");

    private SwitchPlanner() {}

    /// Tells whether KVM starts with a CPU.
    @FunctionalInterface
    interface Trial {
        /// @return empty where it could not be tried
        Optional<CpuProbe.Result> starts(CpuChoice cpu) throws FailedException;
    }

    static Plan plan(Situation situation, String to, Optional<CpuChoice> cpu, Trial trial) throws FailedException {
        return plan(situation, new Wish(to, cpu, false), new Edited(situation.storedXml(), List.of(), List.of()), trial);
    }

    /// @param to        `kvm` or `qemu`
    /// @param cpu       what the user asked for; empty for the best that starts
    /// @param enlighten with what Windows runs better with under KVM
    record Wish(String to, Optional<CpuChoice> cpu, boolean enlighten) {}

    /// @param fitted the stored definition, made to fit this host's QEMU
    static Plan plan(Situation situation, Wish wish, Edited fitted, Trial trial) throws FailedException {
        String to = wish.to();
        Optional<CpuChoice> cpu = wish.cpu();
        Definition definition = DefinitionReader.read(fitted.text());
        List<Plan.Blocker> blockers = new ArrayList<>(Planner.blockers(situation));
        blockers.addAll(blockers(situation, definition, to));
        List<Message> follows = new ArrayList<>();
        CpuChoice chosen = cpu.orElse(CpuChoice.HOST_PASSTHROUGH);
        if (to.equals("qemu")) chosen = cpu.orElseGet(() -> forEmulation(situation.emulation()));
        else if (blockers.isEmpty() && cpu.isEmpty()) {
            Optional<CpuChoice> found = firstThatStarts(situation.kvm(), trial, follows);
            if (found.isEmpty()) blockers.add(new Plan.Blocker(Message.of("change.block.no-cpu-starts"), Message.of("change.block.no-cpu-starts.next")));
            chosen = found.orElse(chosen);
        }
        // Of another hypervisor's machine nothing can be edited: the blocker says so.
        Edited edited = !definition.kvm() && !definition.emulated() ? new Edited(situation.storedXml(), List.of(), List.of())
                : !to.equals("kvm") ? Switches.toQemu(fitted.text(), chosen)
                : wish.enlighten() ? Switches.toKvmEnlightened(fitted.text(), chosen) : Switches.toKvm(fitted.text(), chosen);
        follows.addAll(fitted.notes());
        if (to.equals("kvm") && !wish.enlighten() && Enlightenments.wanted(definition.osId().orElse(""), DomainXml.parse(edited.text())))
            follows.add(Message.of("change.note.enlighten"));
        situation.snapshots().stream().filter(snapshot -> snapshot.domainType().filter(type -> !type.equals(to)).isPresent()).map(snapshot -> snapshot.name())
                .reduce((a, b) -> a + ", " + b).ifPresent(names -> follows.add(Message.of("change.note.snapshots", names, to)));
        if (to.equals("qemu") && definition.kvm()) follows.add(Message.of("change.note.slower"));
        return Planner.plan(situation, Plan.Kind.SWITCH, edited, follows, blockers);
    }

    /// Another CPU than the one that failed, whatever the trial said of that one.
    static Plan otherCpu(Situation situation, Definition definition, Trial trial) throws FailedException {
        List<CpuChoice> named = new ArrayList<>(choices(situation.kvm()).stream().filter(SwitchPlanner::named).toList());
        named.addAll(choices(situation.kvm()).stream().filter(choice -> !named(choice)).toList());
        named.removeIf(choice -> same(choice, definition.cpu()));
        for (CpuChoice choice : named)
            if (trial.starts(choice).map(CpuProbe.Result::starts).orElse(true)) return plan(situation, "kvm", Optional.of(choice), trial);
        return plan(situation, "kvm", Optional.of(BARE), trial);
    }

    private static List<Plan.Blocker> blockers(Situation situation, Definition definition, String to) {
        List<Plan.Blocker> all = new ArrayList<>();
        if (!definition.kvm() && !definition.emulated())
            all.add(new Plan.Blocker(Message.of("change.block.other-type", definition.type()), Message.of("change.block.other-type.next")));
        if (!definition.type().equals(to)) all.addAll(typeBlockers(situation));
        if (to.equals("kvm")) kvm(situation, definition).ifPresent(all::add);
        return all;
    }

    /// A saved machine is resumed under the type it was saved with, whatever the definition says by then.
    static List<Plan.Blocker> typeBlockers(Situation situation) {
        return situation.info().managedSave()
                ? List.of(new Plan.Blocker(Message.of("change.block.managed-save"), Message.of("change.block.managed-save.next"))) : List.of();
    }

    private static Optional<Plan.Blocker> kvm(Situation situation, Definition definition) {
        // Who may only read is not told what KVM could do; that is the one thing to say then.
        if (situation.kvm() instanceof Fact.Known || situation.readOnly()) return Optional.empty();
        Message words = situation.kvm() instanceof Fact.Unknown<DomainCapabilities>(Message reason) ? reason : Message.of("change.kvm-not-asked");
        Optional<Host> host = situation.host().toOptional();
        if (host.flatMap(known -> known.runsNatively(definition.arch())).filter(runs -> !runs).isPresent())
            return Optional.of(new Plan.Blocker(Message.of("change.block.arch", definition.arch(), host.get().arch().toOptional().orElse("")), Message.of("change.block.arch.next")));
        Virtualization.Verdict verdict = host.map(known -> known.virtualization().verdict()).orElse(Virtualization.Verdict.UNKNOWN);
        return switch (verdict) {
            // Neither libvirt nor the host tells: libvirt itself refuses at once if it cannot be, and nothing is half done.
            case UNKNOWN -> Optional.empty();
            case KVM_USABLE -> Optional.of(new Plan.Blocker(Message.of("change.block.emulator", definition.emulator(), words), Message.of("change.block.emulator.next")));
            default -> Optional.of(new Plan.Blocker(host.get().virtualization().summary(), Message.of(Plan.Blocker.LOOK_AT_HOST)));
        };
    }

    /// Best first: the host's own CPU, without the one feature that breaks some hosts, the model libvirt found, then named ones.
    private static Optional<CpuChoice> firstThatStarts(Fact<DomainCapabilities> kvm, Trial trial, List<Message> follows) throws FailedException {
        List<CpuChoice> choices = choices(kvm);
        for (CpuChoice choice : choices) {
            Optional<CpuProbe.Result> result = trial.starts(choice);
            if (result.isEmpty()) {
                follows.add(Message.of("change.note.cpu-not-tried", words(choice)));
                return Optional.of(choice);
            }
            if (result.get().starts()) {
                follows.add(Message.of("change.note.cpu-tried", words(choice)));
                return Optional.of(choice);
            }
            follows.add(Message.of("change.note.cpu-does-not-start", words(choice), lastLine(result.get().because())));
        }
        return Optional.empty();
    }

    static List<CpuChoice> choices(Fact<DomainCapabilities> kvm) {
        List<CpuChoice> all = new ArrayList<>();
        Optional<DomainCapabilities> known = kvm.toOptional();
        if (known.map(caps -> caps.cpuModes().contains("host-passthrough")).orElse(true)) {
            all.add(CpuChoice.HOST_PASSTHROUGH);
            // EXP: KVM without hardware extensions (kvm_pvm) refuses MSR 0x10a that this feature brings.
            all.add(new CpuChoice.HostPassthrough(List.of("arch-capabilities")));
        }
        known.ifPresent(caps -> {
            if (caps.cpuModes().contains("host-model")) all.add(new CpuChoice.HostModel());
            Models.best(caps).forEach(model -> all.add(new CpuChoice.Named(model, "partial")));
        });
        all.add(BARE);
        return all;
    }

    /// Everything that emulation can do; where libvirt or QEMU is too old for that, their own default.
    private static CpuChoice forEmulation(Fact<DomainCapabilities> emulation) {
        return emulation.toOptional().map(caps -> caps.cpuModes().contains("maximum")).orElse(false) ? new CpuChoice.Maximum() : BARE;
    }

    private static boolean named(CpuChoice choice) {
        return choice instanceof CpuChoice.Named;
    }

    private static boolean same(CpuChoice choice, GuestCpu cpu) {
        return switch (choice) {
            case CpuChoice.Named named -> cpu.model().filter(named.model()::equals).isPresent();
            case CpuChoice.HostPassthrough(List<String> without) -> without.isEmpty() && cpu.mode().filter("host-passthrough"::equals).isPresent();
            case CpuChoice.HostModel() -> cpu.mode().filter("host-model"::equals).isPresent();
            case CpuChoice.Maximum() -> cpu.mode().filter("maximum"::equals).isPresent();
            case CpuChoice.Keep() -> true;
        };
    }

    static Message words(CpuChoice choice) {
        return switch (choice) {
            case CpuChoice.HostPassthrough(List<String> without) when !without.isEmpty() ->
                    Message.of("change.cpu.without", "host-passthrough", String.join(", ", without));
            case CpuChoice.HostPassthrough _ -> Message.of("model.quoted", "host-passthrough");
            case CpuChoice.HostModel() -> Message.of("model.quoted", "host-model");
            case CpuChoice.Maximum() -> Message.of("model.quoted", "maximum");
            case CpuChoice.Named(String model, String _) -> Message.of("model.quoted", model);
            case CpuChoice.Keep() -> Message.of("change.cpu.keep");
        };
    }

    private static String lastLine(String words) {
        // The numbers that libvirt's words end with are for bug reports.
        String[] lines = words.strip().replaceFirst("\\s*\\[\\d+,\\d+]$", "").split("\n");
        return lines[lines.length - 1].strip();
    }
}
