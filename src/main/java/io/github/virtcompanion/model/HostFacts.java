package io.github.virtcompanion.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything about a host that bears on KVM, as it was read; nothing here is a judgement.
///
/// @param device      what came of opening /dev/kvm
/// @param modules     loaded modules that bear on it: `kvm*`, `vboxdrv`, `vmmon`, `xen*`
/// @param registered a driver of the running kernel offers /dev/kvm, whether or not a node of that name is to be seen here
/// @param blocks      lines that keep kvm modules from loading; empty where there are none
/// @param moduleBuilt the processor's kvm module exists for the running kernel
/// @param raw         CPUID as the processor gives it, before the kernel clears anything
/// @param log         lines of the kernel log of this boot that bear on virtualization
/// @param firmware    firmware settings whose name speaks of virtualization
/// @param container   `docker`, `lxc`, …; empty outside
/// @param xenDom0     this is the control domain of a Xen host
/// @param wsl         this is the Windows Subsystem for Linux
/// @param outer       name of the hypervisor this host itself runs under, from DMI and /sys/hypervisor; empty for none seen
/// @param virtAtLoad  kvm takes the processor's extensions as soon as it is loaded (kvm.enable_virt_at_load)
/// @param nested      the module offers virtualization to its guests
/// @param kernel      release, as in `uname -r`
/// @param commandLine words of /proc/cmdline that bear on kvm
/// @param secureBoot  the firmware started only what is signed; it neither blocks KVM nor hides it
public record HostFacts(Fact<Cpu> cpu, DeviceOpening device, Fact<Set<String>> modules, Fact<Boolean> registered, Fact<List<Block>> blocks,
                        Fact<Boolean> moduleBuilt, Fact<RawCpuid> raw, Fact<List<String>> log, Fact<List<Setting>> firmware,
                        Fact<Msr> msr, Fact<Optional<String>> container, Fact<Boolean> xenDom0, Fact<Boolean> wsl,
                        Fact<Optional<String>> outer, Fact<Boolean> virtAtLoad, Fact<Boolean> nested, Board board, Fact<String> kernel,
                        Fact<List<String>> commandLine, Fact<Boolean> secureBoot) {

    /// Of a host whose files are not read, because it is another one.
    public static HostFacts notRead(Message why) {
        return new HostFacts(Fact.unknown(why), DeviceOpening.NOT_RECORDED, Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why),
                Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why),
                Fact.unknown(why), Fact.unknown(why), new Board(Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why), Fact.unknown(why)),
                Fact.unknown(why), Fact.unknown(why), Fact.unknown(why));
    }

    /// The same with maker, board and BIOS from elsewhere.
    public HostFacts withBoard(Board other) {
        return new HostFacts(cpu, device, modules, registered, blocks, moduleBuilt, raw, log, firmware, msr, container, xenDom0, wsl, outer, virtAtLoad, nested, other, kernel, commandLine, secureBoot);
    }

    /// A line that keeps a module from loading.
    ///
    /// @param where `/etc/modprobe.d/no-kvm.conf:3`
    public record Block(String module, String text, String where) {}

    /// Bits of CPUID: leaf 1 ECX 5 and 31, leaf 0x80000001 ECX 2.
    public record RawCpuid(boolean vmx, boolean svm, boolean hypervisor) {}

    /// @param lockedOff  the firmware has locked virtualization off
    /// @param words      register and value
    public record Msr(boolean lockedOff, String words) {}

    /// A setting of the firmware that Linux can read (sysfs-class-firmware-attributes).
    public record Setting(String name, String value, String path) {}

    /// Names for the hint at the firmware's own menu.
    public record Board(Fact<String> vendor, Fact<String> product, Fact<String> board, Fact<String> biosVersion, Fact<String> biosDate) {
        /// What assemblers leave in instead of a name.
        private static final Set<String> NO_NAME = Set.of("", "to be filled by o.e.m.", "default string", "system manufacturer",
                "system product name", "not specified", "none", "n/a", "o.e.m.", "empty");

        /// `ASUSTeK Computer INC. P8H67-M`; empty where not told.
        public String name() {
            return Stream.of(vendor, board.toOptional().filter(Board::named).isPresent() ? board : product)
                    .flatMap(fact -> fact.toOptional().stream()).filter(Board::named).collect(Collectors.joining(" "));
        }

        /// `0805 (03/08/2011)`; empty where not told.
        public String bios() {
            return Stream.of(biosVersion, biosDate.map(date -> "(" + date + ")")).flatMap(fact -> fact.toOptional().stream())
                    .filter(Board::named).collect(Collectors.joining(" "));
        }

        /// A name, not a placeholder.
        public static boolean named(String value) {
            return !NO_NAME.contains(value.strip().toLowerCase(java.util.Locale.ROOT));
        }
    }
}
