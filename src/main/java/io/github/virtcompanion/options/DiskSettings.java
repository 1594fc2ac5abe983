package io.github.virtcompanion.options;

import io.github.virtcompanion.options.Setting.Group;
import io.github.virtcompanion.options.Setting.Origin;
import io.github.virtcompanion.options.Setting.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Disks (libvirt: docs/formatdomain.rst, Hard drives, floppy disks, CDROMs; QEMU: qemu-options.hx).
final class DiskSettings {
    static final String DISK = "./devices/disk[target/@dev='*']";
    private static final String DRIVER = DISK + "/driver/@";
    private static final String TUNE = DISK + "/iotune/";

    private DiskSettings() {}

    static List<Setting> all() {
        List<Setting> all = new ArrayList<>(Stream.of(
                Line.choice("disk.*.cache", DRIVER + "cache", "writeback", "none", "writethrough", "writeback", "directsync", "unsafe").explained().saved()
                        .risky("default", "none", "writethrough", "writeback", "directsync", "unsafe").dataLoss("unsafe").is(Trait.BASIC),
                Line.choice("disk.*.io", DRIVER + "io", "threads", "native", "threads", "io_uring@6.3.0").explained().saved().told("devices/disk/io").is(Trait.BASIC),
                Line.choice("disk.*.discard", DRIVER + "discard", "ignore", "unmap", "ignore").explained().saved().risky("unmap").since("1.0.6").is(Trait.BASIC),
                Line.onOff("disk.*.discard_no_unref", DRIVER + "discard_no_unref", "off").since("9.5.0").saved(),
                Line.choice("disk.*.detect_zeroes", DRIVER + "detect_zeroes", "off", "off", "on", "unmap").explained().saved().since("2.0.0").is(Trait.BASIC),
                Line.number("disk.*.iothread", DRIVER + "iothread", 1, 1024, "").since("1.2.8").is(Trait.VIRTIO_ONLY),
                Line.number("disk.*.queues", DRIVER + "queues", 1, 1024, "").since("3.9.0").by(Origin.MACHINE).is(Trait.VIRTIO_ONLY),
                Line.number("disk.*.queue_size", DRIVER + "queue_size", 2, 1024, "").since("7.8.0").by(Origin.MACHINE).is(Trait.VIRTIO_ONLY),
                Line.size("disk.*.metadata_cache", new Place.Sized(DISK + "/driver/metadata_cache/max_size", 1, true)).since("7.0.0").by(Origin.MACHINE).saved(),
                Line.onOff("disk.*.copy_on_read", DRIVER + "copy_on_read", "off").explained().saved().is(Trait.BASIC),
                Line.choice("disk.*.error_policy", DRIVER + "error_policy", "enospace", "stop", "report", "ignore", "enospace").explained().saved()
                        .risky("ignore").dataLoss("ignore").is(Trait.BASIC),
                Line.choice("disk.*.rerror_policy", DRIVER + "rerror_policy", "", "stop", "report", "ignore").explained().saved().risky("ignore").dataLoss("ignore"),
                Line.onOff("disk.*.ioeventfd", DRIVER + "ioeventfd", "on").is(Trait.VIRTIO_ONLY),
                Line.onOff("disk.*.event_idx", DRIVER + "event_idx", "on").is(Trait.VIRTIO_ONLY),
                Line.onOff("disk.*.iommu", DRIVER + "iommu", "off").since("3.5.0").at("virtio-related-options").is(Trait.VIRTIO_ONLY),
                Line.onOff("disk.*.ats", DRIVER + "ats", "off").since("3.5.0").at("virtio-related-options").is(Trait.VIRTIO_ONLY),
                Line.onOff("disk.*.packed", DRIVER + "packed", "off").since("6.3.0").at("virtio-related-options").is(Trait.VIRTIO_ONLY),
                Line.onOff("disk.*.page_per_vq", DRIVER + "page_per_vq", "off").since("7.9.0").at("virtio-related-options").is(Trait.VIRTIO_ONLY),
                Line.choice("disk.*.bus", DISK + "/target/@bus", "", "virtio", "scsi", "sata", "ide", "usb", "fdc", "sd@1.1.2").by(Origin.LIBVIRT).explained()
                        .risky("virtio", "scsi", "sata", "ide", "usb", "sd").told("devices/disk/bus").is(Trait.BASIC),
                Line.choice("disk.*.model", DISK + "/@model", "virtio", "virtio", "virtio-transitional", "virtio-non-transitional").explained().since("5.2.0").told("devices/disk/model").is(Trait.VIRTIO_ONLY),
                Line.number("disk.*.rotation_rate", DISK + "/target/@rotation_rate", 1, 65534, "").since("7.3.0"),
                Line.onOff("disk.*.removable", DISK + "/target/@removable", "off").since("1.1.3"),
                Line.choice("disk.*.tray", DISK + "/target/@tray", "closed", "closed", "open").explained(),
                Line.text("disk.*.serial", DISK + "/serial"),
                Line.name("disk.*.wwn", DISK + "/wwn"),
                Line.text("disk.*.vendor", DISK + "/vendor").since("1.0.1"),
                Line.text("disk.*.product", DISK + "/product").since("1.0.1"),
                Line.number("disk.*.boot.order", DISK + "/boot/@order", 1, 1000, ""),
                Line.flag("disk.*.readonly", DISK + "/readonly").risky("off"),
                Line.flag("disk.*.shareable", DISK + "/shareable").risky("on").dataLoss("on"),
                Line.flag("disk.*.transient", DISK + "/transient").since("6.9.0").risky("on").dataLoss("on"),
                Line.choice("disk.*.snapshot", DISK + "/@snapshot", "", "internal", "external", "manual@8.2.0", "no").explained().saved(),
                Line.number("disk.*.logical_block_size", DISK + "/blockio/@logical_block_size", 512, 1 << 20, "bytes").unset("512").risky("*"),
                Line.number("disk.*.physical_block_size", DISK + "/blockio/@physical_block_size", 512, 1 << 20, "bytes").unset("512"),
                Line.number("disk.*.discard_granularity", DISK + "/blockio/@discard_granularity", 0, 1L << 31, "bytes").since("10.7.0").by(Origin.MACHINE),
                Line.choice("disk.*.startup", DISK + "/source/@startupPolicy", "mandatory", "mandatory", "requisite", "optional").explained().saved())
                .map(line -> line.in(Group.DISK)).toList());
        for (String what : List.of("total", "read", "write")) {
            all.add(Line.size("disk.*.iotune." + what + "_bytes_sec", TUNE + what + "_bytes_sec", 1).live().in(Group.IOTUNE));
            all.add(Line.number("disk.*.iotune." + what + "_iops_sec", TUNE + what + "_iops_sec", 0, 1_000_000_000, "1/s").live().in(Group.IOTUNE));
            all.add(Line.size("disk.*.iotune." + what + "_bytes_sec_max", TUNE + what + "_bytes_sec_max", 1).since("1.2.11").live().in(Group.IOTUNE));
            all.add(Line.number("disk.*.iotune." + what + "_iops_sec_max", TUNE + what + "_iops_sec_max", 0, 1_000_000_000, "1/s").since("1.2.11").live().in(Group.IOTUNE));
            all.add(Line.number("disk.*.iotune." + what + "_bytes_sec_max_length", TUNE + what + "_bytes_sec_max_length", 1, 86400, "s").since("2.4.0").live().in(Group.IOTUNE));
            all.add(Line.number("disk.*.iotune." + what + "_iops_sec_max_length", TUNE + what + "_iops_sec_max_length", 1, 86400, "s").since("2.4.0").live().in(Group.IOTUNE));
        }
        all.add(Line.size("disk.*.iotune.size_iops_sec", TUNE + "size_iops_sec", 1).since("1.2.11").live().in(Group.IOTUNE));
        all.add(Line.name("disk.*.iotune.group_name", TUNE + "group_name").since("3.0.0").in(Group.IOTUNE));
        return all;
    }
}
