package io.github.virtcompanion.options;

import io.github.virtcompanion.options.Setting.Group;
import io.github.virtcompanion.options.Setting.Origin;
import io.github.virtcompanion.options.Setting.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Network cards (libvirt: docs/formatdomain.rst, Network interfaces).
final class NetworkSettings {
    private static final String NIC = "./devices/interface[mac/@address='*']";
    private static final String DRIVER = NIC + "/driver/@";

    private NetworkSettings() {}

    static List<Setting> all() {
        List<Line> all = new ArrayList<>(List.of(
                Line.name("nic.*.model", new Wrapping.Hollow(new Place.Plain(NIC + "/model/@type"), NIC + "/model", "<model/>")).by(Origin.LIBVIRT).risky("*").is(Trait.BASIC).at("setting-the-nic-model"),
                Line.name("nic.*.mac", new Mac()).by(Origin.LIBVIRT).risky("*").is(Trait.NEEDED),
                Line.text("nic.*.source", new NicSource()).risky("*").is(Trait.NEEDED, Trait.BASIC),
                Line.choice("nic.*.driver", DRIVER + "name", "", "vhost", "qemu", "vfio@1.0.5").explained().by(Origin.HOST).at("setting-nic-driver-specific-options"),
                Line.number("nic.*.queues", DRIVER + "queues", 1, 256, "").unset("1").since("1.0.6").is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"),
                Line.choice("nic.*.txmode", DRIVER + "txmode", "iothread", "iothread", "timer").explained().is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"),
                Line.choice("nic.*.rx_queue_size", DRIVER + "rx_queue_size", "256", "256", "512", "1024").since("2.3.0").is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"),
                Line.choice("nic.*.tx_queue_size", DRIVER + "tx_queue_size", "256", "256", "512", "1024").since("3.7.0").is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"),
                Line.onOff("nic.*.ioeventfd", DRIVER + "ioeventfd", "on").is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"),
                Line.onOff("nic.*.event_idx", DRIVER + "event_idx", "on").is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"),
                Line.onOff("nic.*.packed", DRIVER + "packed", "off").since("6.3.0").is(Trait.VIRTIO_ONLY).at("virtio-related-options"),
                Line.onOff("nic.*.iommu", DRIVER + "iommu", "off").since("3.5.0").is(Trait.VIRTIO_ONLY).at("virtio-related-options"),
                Line.onOff("nic.*.ats", DRIVER + "ats", "off").since("3.5.0").is(Trait.VIRTIO_ONLY).at("virtio-related-options"),
                Line.onOff("nic.*.page_per_vq", DRIVER + "page_per_vq", "off").since("7.9.0").is(Trait.VIRTIO_ONLY).at("virtio-related-options"),
                Line.onOff("nic.*.rss", DRIVER + "rss", "off").since("8.3.0").is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"),
                Line.onOff("nic.*.rss_hash_report", DRIVER + "rss_hash_report", "off").since("8.3.0").is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"),
                Line.number("nic.*.mtu", NIC + "/mtu/@size", 68, 65535, "bytes").unset("1500").since("3.1.0").at("mtu-configuration"),
                Line.choice("nic.*.link", NIC + "/link/@state", "up", "up", "down").explained().live().at("modifying-virtual-link-state"),
                Line.yesNo("nic.*.isolated", NIC + "/port/@isolated", "no").since("6.1.0").live().at("isolating-guests-network-traffic-from-each-other"),
                Line.number("nic.*.boot.order", NIC + "/boot/@order", 1, 1000, "").at("specifying-boot-order"),
                Line.number("nic.*.coalesce", NIC + "/coalesce/rx/frames/@max", 0, 65535, "frames").since("3.3.0").live().at("coalesce-settings"),
                Line.number("nic.*.sndbuf", NIC + "/tune/sndbuf", 0, 4_294_967_295L, "bytes").at("setting-network-backend-specific-options"),
                Line.choice("nic.*.backend", NIC + "/backend/@type", "", "passt").explained().since("9.0.0").risky("passt").at("userspace-connection-using-passt"),
                Line.text("nic.*.portForward", new Ports()).since("9.0.0").at("userspace-connection-using-passt"),
                Line.yesNo("nic.*.trustGuestRxFilters", NIC + "/@trustGuestRxFilters", "no").since("1.2.10"),
                Line.name("nic.*.filter", NIC + "/filterref/@filter").live().at("traffic-filtering-with-nwfilter")));
        for (String offload : List.of("csum", "gso", "tso4", "tso6", "ecn", "ufo", "mrg_rxbuf"))
            all.add(Line.onOff("nic.*.host." + offload, NIC + "/driver/host/@" + offload, "on").since(offload.equals("mrg_rxbuf") ? "1.2.13" : "1.2.9").is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"));
        for (String offload : List.of("csum", "tso4", "tso6", "ecn", "ufo"))
            all.add(Line.onOff("nic.*.guest." + offload, NIC + "/driver/guest/@" + offload, "on").since("1.2.9").is(Trait.VIRTIO_ONLY).at("setting-nic-driver-specific-options"));
        for (String way : List.of("inbound", "outbound")) {
            String at = NIC + "/bandwidth/" + way;
            all.add(Line.size("nic.*.bandwidth." + way + ".average", new Place.Sized(at + "/@average", 1024, false)).live().at("quality-of-service"));
            all.add(Line.size("nic.*.bandwidth." + way + ".peak", new Place.Sized(at + "/@peak", 1024, false)).live().at("quality-of-service"));
            all.add(Line.size("nic.*.bandwidth." + way + ".burst", new Place.Sized(at + "/@burst", 1024, false)).live().at("quality-of-service"));
        }
        all.add(Line.size("nic.*.bandwidth.inbound.floor", new Place.Sized(NIC + "/bandwidth/inbound/@floor", 1024, false)).live().at("quality-of-service"));
        return all.stream().map(line -> line.in(Group.NETWORK)).toList();
    }
}
