package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Virtualization.Certainty;
import io.github.virtcompanion.model.Virtualization.Step;
import io.github.virtcompanion.model.Virtualization.Verdict;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import static io.github.virtcompanion.advice.Circumstances.NO_HYP;
import static io.github.virtcompanion.advice.Circumstances.OFF_IN_COMMAND_LINE;
import static io.github.virtcompanion.advice.Circumstances.OFF_IN_FIRMWARE;
import static io.github.virtcompanion.advice.Circumstances.OFF_AND_CLEARED;
import static io.github.virtcompanion.advice.Circumstances.OFF_INSIDE_TXT;
import static io.github.virtcompanion.advice.Circumstances.SEV_GUEST;
import static io.github.virtcompanion.advice.Circumstances.TAKEN;
import static io.github.virtcompanion.model.Virtualization.Certainty.CERTAIN;
import static io.github.virtcompanion.model.Virtualization.Certainty.LIKELY;
import static io.github.virtcompanion.model.Virtualization.Verdict.*;

/// From circumstances to a verdict: the first row whose condition holds. Rows keep their numbers wherever they stand, for
/// tests and bug reports; several entries of one number are that row under different evidence.
///
/// The order: what works beats every sign that it should not; then who else holds the extensions; then what the processor
/// and its firmware say, the surer evidence first.
final class DecisionTable {
    /// @param certainty how sure the verdict is under these circumstances
    /// @param summary   one sentence
    record Row(int number, Predicate<Circumstances> when, Verdict verdict, Function<Circumstances, Certainty> certainty,
               Function<Circumstances, Message> summary, Function<Circumstances, List<Step>> steps) {}

    static final List<Row> ROWS = List.of(
            // What works.
            row(27, c -> c.noFlag() && usable(c), KVM_USABLE, DecisionTable::asSeen, say("diagnosis.row.27"), NextSteps::namedModel),
            row(7, c -> c.libvirtYes() && c.open() == DeviceOpening.DENIED && c.system(), KVM_USABLE, CERTAIN, say("diagnosis.row.7"), NextSteps::none),
            row(1, DecisionTable::usable, KVM_USABLE, DecisionTable::asSeen, say("diagnosis.row.1"), NextSteps::none),
            // The node is there, the rights or the QEMU are not.
            row(2, c -> c.libvirtNo() && opens(c) && !c.system(), QEMU_WITHOUT_KVM, LIKELY, say("diagnosis.row.2-qemu"), NextSteps::installQemu),
            row(2, c -> c.libvirtNo() && (opens(c) || c.open() == DeviceOpening.DENIED && c.system()), QEMU_USER_NO_PERMISSION, LIKELY,
                    say("diagnosis.row.2"), NextSteps::qemuUser),
            row(6, c -> c.open() == DeviceOpening.DENIED && !c.system(), NO_PERMISSION, CERTAIN, say("diagnosis.row.6"), NextSteps::joinKvmGroup),
            row(6, c -> c.open() == DeviceOpening.DENIED, NO_PERMISSION, LIKELY, say("diagnosis.row.6-system"), NextSteps::askLibvirt),
            // Somebody else holds the extensions, or they are not ours to have.
            row(21, Circumstances::xenDom0, OTHER_HYPERVISOR, CERTAIN, say("diagnosis.row.21"), NextSteps::xen),
            row(25, c -> c.logs(SEV_GUEST), NESTED_NOT_OFFERED, CERTAIN, say("diagnosis.row.25"), NextSteps::none),
            row(26, Circumstances::wsl1, NESTED_NOT_OFFERED, CERTAIN, say("diagnosis.row.26-1"), NextSteps::wsl1),
            row(26, c -> c.wsl() && c.noFlag(), NESTED_NOT_OFFERED, CERTAIN, say("diagnosis.row.26"), NextSteps::wsl),
            row(23, c -> c.open() == DeviceOpening.BUSY || c.otherHypervisorLoaded() && c.logs(TAKEN), OTHER_HYPERVISOR, LIKELY,
                    say("diagnosis.row.23"), NextSteps::otherHypervisor),
            row(22, c -> c.container().isPresent() && (c.noNode() || c.open() == DeviceOpening.OTHER) && !c.notRegistered() && (c.flag() || c.driverLoaded()), CONTAINER,
                    c -> c.open() == DeviceOpening.ABSENT ? CERTAIN : LIKELY, c -> Message.of("diagnosis.row.22", c.container().orElse("")), NextSteps::passDevice),
            // Other architectures.
            row(32, c -> c.arch("arm"), EMULATION_ONLY_ARCH, c -> since(c, "[6-9]|\\d\\d") ? CERTAIN : LIKELY, say("diagnosis.row.32-arm"), NextSteps::none),
            row(28, c -> c.arch("aarch64") && (c.logs(OFF_IN_COMMAND_LINE) || c.facts().commandLine().toOptional().filter(words -> words.contains("kvm-arm.mode=none")).isPresent()),
                    MODULE_BLACKLISTED, CERTAIN, say("diagnosis.row.28-off"), NextSteps::armMode),
            row(28, c -> c.arch("aarch64") && c.logs(NO_HYP), NESTED_NOT_OFFERED, c -> c.insideVm() ? CERTAIN : LIKELY, say("diagnosis.row.28"), NextSteps::startedAtEl1),
            row(28, c -> c.arch("aarch64") && c.noNode() && c.insideVm(), NESTED_NOT_OFFERED, LIKELY, say("diagnosis.row.28"), NextSteps::startedAtEl1),
            // Old kernels do not print the word at all.
            row(29, c -> c.arch("s390x") && !c.has("sie"), NESTED_NOT_OFFERED, LIKELY, say("diagnosis.row.29"), NextSteps::askAdministrator),
            row(30, c -> c.arch("ppc64") && c.noNode() && !c.loaded("kvm_hv") && c.insideVm(), NESTED_NOT_OFFERED, LIKELY, say("diagnosis.row.16"), NextSteps::nested),
            row(30, c -> c.arch("ppc64") && (c.noNode() || c.nodeBeforeDriver()) && !c.loaded("kvm_hv"), MODULE_NOT_LOADED,
                    c -> c.noNode() && c.modulesKnown() && c.cpu().filter(cpu -> cpu.platform().equals("PowerNV")).isPresent() ? CERTAIN : LIKELY, say("diagnosis.row.30"), NextSteps::loadHv),
            row(32, c -> c.arch("ia64") || c.arch("sparc"), EMULATION_ONLY_ARCH, c -> c.arch("sparc") || since(c, "[4-9]|\\d\\d") ? CERTAIN : LIKELY, say("diagnosis.row.32"), NextSteps::none),
            row(31, c -> (c.arch("riscv") && !c.has("h") || c.arch("loongarch") && !c.has("lvz")) && c.insideVm(), NESTED_NOT_OFFERED, LIKELY, say("diagnosis.row.16"), NextSteps::nested),
            row(31, c -> c.arch("riscv") && !c.has("h") || c.arch("loongarch") && !c.has("lvz"), NO_CPU_SUPPORT, CERTAIN, say("diagnosis.row.31"), NextSteps::none),
            row(3, c -> (c.has("sie") || c.arch("riscv") || c.arch("loongarch")) && c.noNode() && !c.driverLoaded(), MODULE_NOT_LOADED,
                    DecisionTable::asModules, DecisionTable::notFound, NextSteps::loadModule),
            row(3, c -> c.has("sie") && c.nodeBeforeDriver(), MODULE_NOT_LOADED, LIKELY, say("diagnosis.row.3"), NextSteps::loadModule),
            // x86, the flag is there.
            row(17, c -> c.flag() && !c.insideVm() && c.saidOff(), DISABLED_IN_FIRMWARE, c -> c.logs(OFF_AND_CLEARED) && !c.msrOff() ? LIKELY : CERTAIN, say("diagnosis.row.17"), NextSteps::firmware),
            // A guest's firmware is part of what the host outside offers.
            row(17, c -> c.flag() && c.saidOff() && !c.driverLoaded(), NESTED_NOT_OFFERED, LIKELY, say("diagnosis.row.16"), NextSteps::nested),
            row(4, c -> c.flag() && !c.blocks().isEmpty() && !c.driverLoaded(), MODULE_BLACKLISTED, DecisionTable::asModules, DecisionTable::blockedBy, NextSteps::unblock),
            row(24, c -> c.flag() && stale(c), STALE_DEVICE, c -> c.open() == DeviceOpening.NO_DEVICE ? CERTAIN : LIKELY, say("diagnosis.row.24"), NextSteps::stale),
            row(22, c -> c.flag() && c.open() == DeviceOpening.ABSENT && c.driverLoaded(), CONTAINER, LIKELY, c -> Message.of("diagnosis.row.22-likely", c.driver()), NextSteps::passDevice),
            row(18, c -> c.flag() && c.noNode() && c.insideVm(), MODULE_NOT_LOADED, DecisionTable::asModules, say("diagnosis.row.18"), NextSteps::loadModule),
            row(5, c -> c.flag() && c.noNode() && c.loaded("kvm"), MODULE_NOT_LOADED, CERTAIN, say("diagnosis.row.5"), NextSteps::loadVendorModule),
            row(3, c -> c.flag() && c.noNode(), MODULE_NOT_LOADED, DecisionTable::asModules, DecisionTable::notFound, NextSteps::loadModule),
            row(4, Circumstances::flagCleared, MODULE_BLACKLISTED, CERTAIN, say("diagnosis.row.4-cleared"), NextSteps::unblock),
            // x86, no flag: a guest first, for there the firmware is not the user's.
            row(16, c -> c.noFlag() && c.insideVm(), NESTED_NOT_OFFERED, c -> c.has("hypervisor") ? CERTAIN : LIKELY, say("diagnosis.row.16"), NextSteps::nested),
            row(34, c -> c.noFlag() && c.firmwareSettingOff().isPresent(), DISABLED_IN_FIRMWARE, CERTAIN, say("diagnosis.row.34"), NextSteps::firmware),
            row(19, c -> !c.amd() && c.logs(OFF_INSIDE_TXT), DISABLED_IN_FIRMWARE, CERTAIN, say("diagnosis.row.19"), NextSteps::tboot),
            row(8, c -> c.intel() && (c.msrOff() || c.rawYes() && (c.built() || c.logs(OFF_IN_FIRMWARE))), DISABLED_IN_FIRMWARE, CERTAIN, say("diagnosis.row.8"), NextSteps::firmware),
            row(13, c -> c.amd() && (c.msrOff() || c.logs(OFF_IN_FIRMWARE)), DISABLED_IN_FIRMWARE, CERTAIN, say("diagnosis.row.13"), NextSteps::firmware),
            row(11, c -> c.logs(OFF_IN_FIRMWARE) && !c.insideVm(), DISABLED_IN_FIRMWARE, CERTAIN, say("diagnosis.row.8"), NextSteps::firmwareAndBattery),
            row(20, c -> c.intel() && c.rawYes() && c.notBuilt(), DISTRO_KERNEL, LIKELY, say("diagnosis.row.20"), NextSteps::otherKernel),
            row(8, c -> c.intel() && c.rawYes(), DISABLED_IN_FIRMWARE, LIKELY, say("diagnosis.row.8-likely"), NextSteps::firmwareAndCheck),
            // A name that promises VT-x against CPUID: something hides it.
            row(9, c -> c.intel() && c.rawNo(), NO_CPU_SUPPORT, c -> c.nameHasVtx() ? LIKELY : CERTAIN, say("diagnosis.row.9"), NextSteps::emulationOnly),
            row(9, c -> c.intel() && c.beforeVtx(), NO_CPU_SUPPORT, CERTAIN, say("diagnosis.row.9"), NextSteps::emulationOnly),
            row(9, c -> c.intel() && (c.nameHasNoVtx() || c.logs(c.noExtension())), NO_CPU_SUPPORT, LIKELY, say("diagnosis.row.9"), NextSteps::emulationOnly),
            row(10, c -> c.intel() && c.has("smx"), DISABLED_IN_FIRMWARE, LIKELY, say("diagnosis.row.10"), NextSteps::firmwareAndCheck),
            row(12, c -> c.intel() && c.nameHasVtx(), DISABLED_IN_FIRMWARE, LIKELY, say("diagnosis.row.12"), NextSteps::firmwareAndCheck),
            row(13, c -> c.amd() && c.residueOfSvm(), DISABLED_IN_FIRMWARE, c -> c.rawYes() ? CERTAIN : LIKELY, say("diagnosis.row.13"), NextSteps::firmware),
            row(14, c -> c.amd() && c.rawYes(), DISABLED_IN_FIRMWARE, CERTAIN, say("diagnosis.row.13"), NextSteps::firmware),
            row(15, c -> c.amd() && c.rawNo(), NO_CPU_SUPPORT, c -> c.laterThanK8() ? LIKELY : CERTAIN, say("diagnosis.row.15"), NextSteps::emulationOnly),
            row(15, c -> c.amd() && c.beforeSvm(), NO_CPU_SUPPORT, CERTAIN, say("diagnosis.row.15"), NextSteps::emulationOnly),
            row(15, c -> c.amd() && c.logs(c.noExtension()), NO_CPU_SUPPORT, LIKELY, say("diagnosis.row.15"), NextSteps::emulationOnly),
            row(24, DecisionTable::stale, STALE_DEVICE, c -> c.open() == DeviceOpening.NO_DEVICE ? CERTAIN : LIKELY, say("diagnosis.row.24"), NextSteps::stale),
            row(35, c -> c.intel() && !c.insideVm() && !c.libvirtNo(), UNKNOWN, Certainty.UNKNOWN, say("diagnosis.row.35-intel"), NextSteps::lookForVtx),
            row(35, c -> c.amd() && !c.insideVm() && !c.libvirtNo(), UNKNOWN, Certainty.UNKNOWN, say("diagnosis.row.35-amd"), NextSteps::lookForSvm),
            row(35, _ -> true, UNKNOWN, _ -> Certainty.UNKNOWN, c -> c.libvirt().kind() == LibvirtView.Kind.REMOTE
                    ? Message.of("diagnosis.row.35-remote") : Message.of("diagnosis.row.35"), NextSteps::report));

    private DecisionTable() {}

    /// KVM works, whatever the flags say. A node that is merely listed counts where nothing speaks against a driver behind it.
    private static boolean usable(Circumstances c) {
        if (c.libvirtYes()) return true;
        if (c.libvirtNo()) return false;
        return switch (c.open()) {
            case OK -> true;
            // Where the driver makes the node, a node without a word against it means a driver.
            case PRESENT -> !stale(c) && (c.driverLoaded() || c.flag() || c.nodeMeansDriver() && !c.logs(OFF_IN_FIRMWARE));
            case NOT_RECORDED -> c.driverLoaded() && (c.flag() || !c.x86());
            default -> false;
        };
    }

    /// @param major of kernel versions, as a pattern
    private static boolean since(Circumstances c, String major) {
        return c.facts().kernel().toOptional().filter(release -> release.matches("(" + major + ")\\..*")).isPresent();
    }

    private static boolean opens(Circumstances c) {
        return c.open() == DeviceOpening.OK || c.open() == DeviceOpening.PRESENT && !stale(c);
    }

    /// A node without a driver: the kernel says so, or the captured tree has the node and lists no driver.
    private static boolean stale(Circumstances c) {
        return c.open() == DeviceOpening.NO_DEVICE || c.open() == DeviceOpening.PRESENT && c.nodeMeansDriver() && c.modulesKnown() && !c.driverLoaded();
    }

    /// For qemu:///system the caller's own success proves nothing about libvirt's QEMU user.
    private static Certainty asSeen(Circumstances c) {
        return c.libvirtYes() || c.open() == DeviceOpening.OK && !c.system() ? CERTAIN : LIKELY;
    }

    private static Certainty asModules(Circumstances c) {
        return c.modulesKnown() && c.open() != DeviceOpening.NOT_RECORDED ? CERTAIN : LIKELY;
    }

    private static Message notFound(Circumstances c) {
        return Message.of(asModules(c) == CERTAIN ? "diagnosis.row.3" : "diagnosis.row.3-likely", c.module());
    }

    private static Message blockedBy(Circumstances c) {
        return Message.of("diagnosis.row.4", c.blocks().getFirst().module(), c.blocks().getFirst().where());
    }

    private static Function<Circumstances, Message> say(String key) {
        return c -> Message.of(key, c.module());
    }

    private static Row row(int number, Predicate<Circumstances> when, Verdict verdict, Certainty certainty,
                           Function<Circumstances, Message> summary, Function<Circumstances, List<Step>> steps) {
        return row(number, when, verdict, _ -> certainty, summary, steps);
    }

    private static Row row(int number, Predicate<Circumstances> when, Verdict verdict, Function<Circumstances, Certainty> certainty,
                           Function<Circumstances, Message> summary, Function<Circumstances, List<Step>> steps) {
        return new Row(number, when, verdict, certainty, summary, steps);
    }
}
