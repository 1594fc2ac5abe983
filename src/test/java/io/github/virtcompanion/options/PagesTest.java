package io.github.virtcompanion.options;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Links into pages of libvirt's documentation lead to sections that are there: their ids, as they are in that of libvirt 12.8.
class PagesTest {
    private static final Map<String, Set<String>> SECTIONS = Map.of(
            "https://libvirt.org/formatdomain.html", Set.of("element-and-attribute-overview", "general-metadata", "operating-system-booting", "direct-kernel-boot",
                    "smbios-system-information", "cpu-allocation", "iothreads-allocation", "cpu-tuning", "memory-allocation", "memory-backing", "memory-tuning", "numa-node-tuning",
                    "block-i-o-tuning", "resource-partitioning", "cpu-model-and-topology", "events-configuration", "power-management", "hypervisor-features", "time-keeping", "devices",
                    "hard-drives-floppy-disks-cdroms", "virtio-related-options", "controllers", "network-interfaces", "userspace-connection-using-passt", "setting-the-nic-model",
                    "setting-nic-driver-specific-options", "setting-network-backend-specific-options", "specifying-boot-order", "quality-of-service",
                    "isolating-guests-network-traffic-from-each-other", "modifying-virtual-link-state", "mtu-configuration", "coalesce-settings", "traffic-filtering-with-nwfilter",
                    "audio-backends", "watchdog-devices", "memory-balloon-device", "random-number-generator-device", "tpm-device", "panic-device", "shared-memory-device", "memory-devices",
                    "iommu-devices", "vsock", "pstore", "security-label", "launch-security"),
            "https://libvirt.org/drvqemu.html", Set.of("pass-through-of-arbitrary-qemu-commands", "overriding-properties-of-qemu-devices"),
            "https://libvirt.org/manpages/virsh.html", Set.of("autostart"));

    @Test
    void everySectionIsThere() {
        assertEquals(List.of(), Catalogue.all().stream().filter(setting -> {
            String[] parts = setting.page().split("#");
            return parts.length != 2 || !SECTIONS.getOrDefault(parts[0], Set.of()).contains(parts[1]);
        }).map(setting -> setting.name() + " " + setting.page()).toList());
    }
}
