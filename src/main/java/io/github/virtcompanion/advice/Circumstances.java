package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.HostFacts.Block;
import io.github.virtcompanion.model.HostFacts.RawCpuid;
import io.github.virtcompanion.model.HostFacts.Setting;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The facts of a host under the names that the decision table uses. An unknown fact makes no condition true, in
/// whichever direction it is asked.
record Circumstances(HostFacts facts, LibvirtView libvirt) {
    /// The kernel's own words when the firmware has switched the extensions off, from 2.6.20 to today
    /// (arch/x86/kernel/cpu/feat_ctl.c, amd.c, arch/x86/kvm/x86.c, vmx/vmx.c).
    static final Pattern OFF_IN_FIRMWARE = Pattern.compile("VMX \\((in|out)side TXT\\) disabled by BIOS|SVM disabled \\(by BIOS\\)|(?i:(?<![\\w'\"=/])kvm:.*disabled by bios)|VMX not enabled \\(by BIOS\\)");
    /// Words of kernels that clear the flag at the same time, so that the two together are of different boots.
    static final Pattern OFF_AND_CLEARED = Pattern.compile("VMX \\((in|out)side TXT\\) disabled by BIOS|(?<!kvm_amd: )SVM disabled \\(by BIOS\\)");
    static final Pattern OFF_INSIDE_TXT = Pattern.compile("VMX \\(inside TXT\\) disabled by BIOS");
    /// A kernel with both modules built in says so of the other maker's on every machine.
    private static final Pattern NO_VMX = Pattern.compile("VMX not supported by CPU|CPU doesn't support VMX|kvm: no hardware support(?! for 'kvm_amd')");
    private static final Pattern NO_SVM = Pattern.compile("SVM not supported by CPU|CPU doesn't support SVM|kvm: no hardware support(?! for 'kvm_intel')|has_svm: svm not available");
    static final Pattern TAKEN = Pattern.compile("kvm: enabling virtualization on CPU ?\\d+ failed");
    static final Pattern SEV_GUEST = Pattern.compile("KVM is unsupported when running as an SEV guest");
    static final Pattern NO_HYP = Pattern.compile("kvm.*: HYP mode not available|CPU: All CPU\\(s\\) started at EL1");
    /// kvm_pvm inside a guest of its own kind.
    static final Pattern NOT_BOUND = Pattern.compile("kvm[-_]pvm: .*not binding");
    static final Pattern OFF_IN_COMMAND_LINE = Pattern.compile("kvm.*: KVM disabled from command line");
    /// Features that need SVM and stay listed when the kernel clears `svm` alone (arch/x86/kernel/cpu/cpuid-deps.c).
    private static final Set<String> NEED_SVM = Set.of("npt", "nrip_save", "svm_lock", "lbrv", "vmcb_clean");
    /// Nehalem is model 26 of family 6; these names have had VT-x since.
    private static final Pattern HAS_VTX = Pattern.compile(".*(Core\\(TM\\) i?[3579]\\b|Core\\(TM\\) Ultra|Xeon|Intel\\(R\\) N\\d{2,3}\\b).*");
    /// Without VT-x by their CPUID in libvirt's collection (tests/cputestdata), and names of which none of eight thousand machines at
    /// linux-hardware.org (github linuxhw/LsCPU) shows it. The Atom N570 is their brother, and does.
    private static final Pattern HAS_NO_VTX = Pattern.compile(".*(Atom\\(TM\\) CPU +(N2[78]0|[23]30|(?!N570)[DN][45]\\d\\d|N2[168]\\d\\d|D2[57]\\d\\d)|Pentium\\(R\\) Dual +CPU|"
            + "(Pentium|Celeron)\\(R\\) Dual-Core +CPU +(T[34]\\d00|E5200)|Pentium\\(R\\) CPU +(B9[4-8]0|9[5-9]7|P6[0-3]00|T4\\d00)|Celeron\\(R\\) CPU +(9[0-4][05]|7[24]3)|"
            + "Core\\(TM\\)2 .*CPU +(4[34]00|E4\\d00|E7[23]00|Q8200|T5[23]\\d0|T54[57]0|T5550|T5670|T5750|T58\\d0|T5900|T6[456]00))\\b.*");
    /// Models of family 6 whose Celerons have none: Yonah, Merom and its half.
    private static final Set<Integer> CELERON_WITHOUT = Set.of(14, 15, 22);
    /// Silvermont, and all that came after it under whatever name, Celeron and Atom too.
    private static final int ALL_HAVE_VTX = 55;

    /// Zhaoxin's and VIA's vendor_id; the kernel treats their VMX as Intel's (arch/x86/kernel/cpu/zhaoxin.c, centaur.c).
    private static final Set<String> VMX_TOO = Set.of("CentaurHauls", "Shanghai");
    private static final Pattern VIRTUAL_CPU = Pattern.compile("QEMU Virtual CPU.*|Common (32-bit )?KVM processor.*");

    Optional<Cpu> cpu() {
        return facts.cpu().toOptional();
    }

    boolean x86() {
        return cpu().filter(Cpu::x86).isPresent();
    }

    boolean arch(String start) {
        return cpu().filter(cpu -> cpu.arch().startsWith(start)).isPresent();
    }

    boolean has(String flag) {
        return cpu().filter(cpu -> cpu.flags().contains(flag)).isPresent();
    }

    /// x86 with vmx or svm.
    boolean flag() {
        return x86() && cpu().filter(Cpu::hardwareFlag).isPresent();
    }

    boolean noFlag() {
        return x86() && !flag();
    }

    boolean intel() {
        return noFlag() && cpu().filter(cpu -> cpu.intel() || VMX_TOO.contains(cpu.vendor())).isPresent();
    }

    boolean amd() {
        return noFlag() && cpu().filter(Cpu::amd).isPresent();
    }

    String module() {
        return cpu().map(Cpu::module).filter(name -> !name.isEmpty()).orElse("kvm");
    }

    boolean residueOfSvm() {
        return cpu().filter(cpu -> cpu.flags().stream().anyMatch(NEED_SVM::contains)).isPresent();
    }

    boolean nameHasVtx() {
        return cpu().filter(cpu -> cpu.family() == 6 && (cpu.intel() && cpu.model() >= ALL_HAVE_VTX || cpu.model() >= 26 && HAS_VTX.matcher(cpu.name()).matches())).isPresent();
    }

    boolean nameHasNoVtx() {
        return cpu().filter(cpu -> HAS_NO_VTX.matcher(cpu.name()).matches() || cpu.family() == 6 && CELERON_WITHOUT.contains(cpu.model()) && cpu.name().contains("Celeron")
                // All but two late ones, 662 and 672, of 3.6 and 3.8 GHz.
                || cpu.intel() && cpu.family() == 15 && cpu.model() == 4 && !cpu.name().matches(".*3\\.[68]0GHz.*")).isPresent();
    }

    /// Older than the first with VT-x: Prescott's successors of family 15, Yonah (model 14 of family 6).
    boolean beforeVtx() {
        return cpu().filter(cpu -> cpu.intel() && (cpu.family() >= 3 && cpu.family() <= 5 || cpu.family() == 6 && cpu.model() >= 0 && cpu.model() < 14
                || cpu.family() == 15 && cpu.model() >= 0 && cpu.model() < 4)).isPresent();
    }

    /// Older than revision F of K8 (models from 0x40 on), the first with AMD-V.
    boolean beforeSvm() {
        return cpu().filter(cpu -> cpu.amd() && (cpu.family() >= 4 && cpu.family() <= 6 || cpu.family() == 15 && cpu.model() >= 0 && cpu.model() < 0x40)).isPresent();
    }

    /// K8 is family 15; what came after it has AMD-V, unless something hides it.
    boolean laterThanK8() {
        return cpu().filter(cpu -> cpu.family() > 15).isPresent();
    }

    /// CPUID itself says so, by the loader or by libvirt.
    boolean rawYes() {
        boolean amd = cpu().filter(Cpu::amd).isPresent();
        return raw().filter(bits -> amd ? bits.svm() : bits.vmx()).isPresent() || libvirt.cpuFeatures().contains(amd ? "svm" : "vmx");
    }

    boolean rawNo() {
        return raw().isPresent() && !rawYes();
    }

    private Optional<RawCpuid> raw() {
        return facts.raw().toOptional();
    }

    /// This host is itself a virtual machine: then its firmware is not the user's.
    boolean insideVm() {
        return has("hypervisor") || raw().filter(RawCpuid::hypervisor).isPresent() || facts.outer().toOptional().flatMap(name -> name).isPresent() || wsl()
                || cpu().filter(cpu -> cpu.platform().contains(Cpu.BY_QEMU) || VIRTUAL_CPU.matcher(cpu.name()).matches()).isPresent();
    }

    boolean wsl() {
        return yes(facts.wsl());
    }

    /// WSL 1 has no Linux kernel, only its name: 4.4.0-19041-Microsoft.
    boolean wsl1() {
        return facts.kernel().toOptional().filter(release -> release.matches("[34]\\.4\\.0-\\d+-Microsoft")).isPresent();
    }

    /// The kernel was told to hide the extension.
    boolean flagCleared() {
        return noFlag() && !rawNo() && blocks().stream().anyMatch(block -> block.text().startsWith("clearcpuid="));
    }

    /// The kernel's word, or the register's, that the firmware has switched it off.
    boolean saidOff() {
        return logs(OFF_IN_FIRMWARE) || msrOff();
    }

    /// udev makes the node of some architectures before the module is loaded.
    boolean nodeBeforeDriver() {
        return open() == DeviceOpening.PRESENT && !nodeMeansDriver() && modulesKnown() && !driverLoaded();
    }

    /// An update has replaced the running kernel's modules.
    boolean modulesReplaced() {
        return facts.moduleBuilt() instanceof Fact.Unknown<Boolean>(Message reason) && reason.key().equals("host.modules.replaced");
    }

    boolean xenDom0() {
        return yes(facts.xenDom0());
    }

    Optional<String> container() {
        return facts.container().toOptional().flatMap(name -> name);
    }

    DeviceOpening open() {
        return facts.device();
    }

    /// No node, as far as can be seen.
    boolean noNode() {
        return open() == DeviceOpening.ABSENT || open() == DeviceOpening.NOT_RECORDED;
    }

    boolean modulesKnown() {
        return facts.modules().toOptional().isPresent();
    }

    boolean loaded(String module) {
        return facts.modules().toOptional().filter(names -> names.contains(module)).isPresent();
    }

    /// Modules that are built in are there even where they found nothing to drive.
    boolean notRegistered() {
        return no(facts.registered());
    }

    /// The processor's own kvm module is loaded, or another that makes a /dev/kvm, such as kvm_pvm.
    boolean driverLoaded() {
        return yes(facts.registered()) || !notRegistered() && facts.modules().toOptional().filter(names -> names.stream().anyMatch(name -> name.startsWith("kvm_")
                || name.equals("kvm") && !x86())).isPresent();
    }

    /// The module that makes KVM here: the processor's own, or another one where that is not loaded.
    String driver() {
        String own = module();
        if (loaded(own)) return own;
        return facts.modules().toOptional().flatMap(names -> names.stream().filter(name -> name.startsWith("kvm_")).sorted().findFirst()).orElse("kvm");
    }

    /// On s390 and POWER the modules have a `devname:` alias, so that udev makes the node before any is loaded (linux 7.1); of an
    /// unknown processor nothing is known.
    boolean nodeMeansDriver() {
        return x86() || arch("aarch64") || arch("riscv") || arch("loongarch");
    }

    boolean otherHypervisorLoaded() {
        return loaded("vboxdrv") || loaded("vmmon");
    }

    boolean libvirtYes() {
        return yes(libvirt.kvm());
    }

    boolean libvirtNo() {
        return no(libvirt.kvm());
    }

    boolean system() {
        return libvirt.kind() == LibvirtView.Kind.SYSTEM;
    }

    boolean built() {
        return yes(facts.moduleBuilt());
    }

    boolean notBuilt() {
        return no(facts.moduleBuilt());
    }

    boolean msrOff() {
        return facts.msr().toOptional().filter(HostFacts.Msr::lockedOff).isPresent();
    }

    /// The last line of the kernel log with these words.
    Optional<String> log(Pattern words) {
        return facts.log().toOptional().flatMap(lines -> lines.stream().filter(line -> words.matcher(line).find()).reduce((_, last) -> last));
    }

    boolean logs(Pattern words) {
        return log(words).isPresent();
    }

    /// The kernel's words for a processor of this make without the extension.
    Pattern noExtension() {
        return cpu().filter(Cpu::amd).isPresent() ? NO_SVM : NO_VMX;
    }

    /// What keeps kvm, or the processor's module, from loading.
    List<Block> blocks() {
        String module = module();
        return facts.blocks().toOptional().orElse(List.of()).stream().filter(block -> block.module().equals("kvm") || block.module().equals(module)).toList();
    }

    Optional<Setting> firmwareSettingOff() {
        return facts.firmware().toOptional().orElse(List.of()).stream().filter(setting -> setting.value().matches("(?i)disabled?|off")).findFirst();
    }

    private static boolean yes(Fact<Boolean> fact) {
        return fact.toOptional().orElse(false);
    }

    private static boolean no(Fact<Boolean> fact) {
        return !fact.toOptional().orElse(true);
    }
}
