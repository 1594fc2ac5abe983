package io.github.virtcompanion.xml;

import java.util.List;
import java.util.Map;

/// The order in which libvirt itself writes children and attributes
/// (src/conf/domain_conf.c: virDomainDefFormatInternalSetRootName, virDomainDiskDefFormat, virDomainDiskDefFormatDriver,
/// virDomainMemorybackingFormat, virDomainFeature; src/conf/cpu_conf.c: virCPUDefFormatBufFull; 9.0 and later).
final class Order {
    private static final Map<String, List<String>> CHILDREN = Map.of(
            "domain", words("name uuid hwuuid genid title description metadata maxMemory memory currentMemory blkiotune memtune memoryBacking "
                    + "vcpu vcpus iothreads iothreadids defaultiothread cputune numatune resource sysinfo bootloader bootloader_args os "
                    + "idmap throttlegroups features cpu clock on_poweroff on_reboot on_crash on_lockfailure pm perf devices seclabel "
                    + "keywrap launchSecurity"),
            "devices", words("emulator disk controller lease filesystem interface smartcard serial parallel console channel input tpm "
                    + "graphics sound audio video hostdev redirdev redirfilter hub watchdog memballoon rng nvram panic shmem memory "
                    + "iommu vsock crypto pstore"),
            "disk", words("driver auth source backingStore backenddomain geometry blockio mirror target iotune throttlefilters readonly "
                    + "shareable transient serial wwn vendor product encryption boot acpi alias address"),
            "interface", words("mac source vlan virtualport bandwidth port ip route script backenddomain target guest model driver backend filterref "
                    + "boot tune link mtu coalesce teaming portForward alias address"),
            "features", words("acpi apic pae hap viridian privnet hyperv kvm pvspinlock capabilities pmu vmport gic smm ioapic hpt vmcoreinfo "
                    + "htm nested-hv msrs ccf-assist xen cfpc sbbc ibs tcg async-teardown ras ps2 aia"),
            "cpu", words("arch model vendor microcode signature counter topology cache maxphysaddr feature numa"),
            "memoryBacking", words("hugepages nosharepages locked source access allocation discard"));

    private static final Map<String, List<String>> ATTRIBUTES = Map.of(
            "domain", words("type id"),
            "disk", words("type device model rawio sgio snapshot"),
            "driver", words("name type cache error_policy rerror_policy io ioeventfd event_idx copy_on_read discard discard_no_unref iothread "
                    + "detect_zeroes queues queue_size iommu ats packed page_per_vq"),
            "cpu", words("mode match check migratable deprecated_features"),
            "model", words("fallback vendor_id"),
            "feature", words("policy name"));

    /// Elements that say nothing once they are empty, so that they may go with their last child or attribute.
    /// Most others switch something on by being there: `<hugepages/>`, `<acpi/>`, `<readonly/>`.
    private static final List<String> EMPTY_MEANS_NOTHING = words("driver features memoryBacking memtune blkiotune cputune numatune iotune metadata pm "
            + "perf tcg kvm xen cpu resource hyperv topology maxphysaddr cache emulatorpin numa bandwidth inbound outbound tune coalesce rx frames "
            + "metadata_cache boot bootmenu bios firmware source access allocation blockio host guest mtu link port rate stats frontend override "
            + "qemu:commandline qemu:override qemu:frontend system baseBoard chassis clock suspend-to-mem suspend-to-disk smbios loader "
            + "relaxed vapic vpindex runtime synic stimer reset frequencies reenlightenment tlbflush ipi evmcs avic emsr_bitmap xmm_input direct extended "
            + "ioapic msrs gic filterref memory backend rng tpm watchdog launchSecurity vcpu active_pcr_banks os");

    /// Elements that are found by an attribute, and say nothing without another or a content.
    private static final List<String> NAME_MEANS_NOTHING = words("timer feature vcpupin iothreadpin vcpusched memnode entry sysinfo qemu:env qemu:device qemu:property");

    private Order() {}

    /// Among siblings, the place of a new child: behind the last that libvirt writes before it or that has its name.
    /// @return index into `siblings`; its size means at the end
    static int placeOfChild(String parent, List<String> siblings, String name) {
        return place(CHILDREN.getOrDefault(parent, List.of()), siblings, name);
    }

    static int placeOfAttribute(String element, List<String> present, String name) {
        return place(ATTRIBUTES.getOrDefault(element, List.of()), present, name);
    }

    /// Small comes first; unknown ones last.
    static int rankOfAttribute(String element, String name) {
        int rank = ATTRIBUTES.getOrDefault(element, List.of()).indexOf(name);
        return rank < 0 ? Integer.MAX_VALUE : rank;
    }

    static boolean emptyMeansNothing(String element) {
        return EMPTY_MEANS_NOTHING.contains(element);
    }

    static boolean nameMeansNothing(String element) {
        return NAME_MEANS_NOTHING.contains(element);
    }

    private static int place(List<String> order, List<String> present, String name) {
        int rank = order.indexOf(name);
        if (rank < 0) return present.lastIndexOf(name) < 0 ? present.size() : present.lastIndexOf(name) + 1;
        int before = -1;
        int firstBehind = -1;
        for (int i = 0; i < present.size(); i++) {
            int other = order.indexOf(present.get(i));
            if (other < 0) continue;
            if (other <= rank) before = i;
            else if (firstBehind < 0) firstBehind = i;
        }
        if (before >= 0) return before + 1;
        return firstBehind >= 0 ? firstBehind : present.size();
    }

    private static List<String> words(String spaced) {
        return List.of(spaced.split(" "));
    }
}
