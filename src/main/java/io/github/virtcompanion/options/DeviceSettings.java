package io.github.virtcompanion.options;

import io.github.virtcompanion.options.Setting.Group;
import io.github.virtcompanion.options.Setting.Origin;
import io.github.virtcompanion.options.Setting.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Devices that virt-manager shows without their settings, or not at all.
final class DeviceSettings {
    private static final String RNG = "./devices/rng";
    private static final String RATE = RNG + "[1]/rate";
    private static final String WATCHDOG = "./devices/watchdog";
    private static final String IOMMU = "./devices/iommu";
    private static final String TPM = "./devices/tpm";
    private static final String VSOCK = "./devices/vsock";
    private static final String SHMEM = "./devices/shmem[@name='*']";
    private static final String AUDIO = "./devices/audio[@id='*']";
    private static final String SCSI = "./devices/controller[@type='scsi'][@index='*']";

    private DeviceSettings() {}

    static List<Setting> all() {
        List<Line> all = new ArrayList<>(List.of(
                device("rng.model", RNG, "", "<rng model='%s'>\n  <backend model='random'>/dev/urandom</backend>\n</rng>", "virtio", "virtio-transitional@5.2.0", "virtio-non-transitional@5.2.0").since("1.0.3").at("random-number-generator-device"),
                Line.text("rng.source", new Place.Counted(RNG + "[1]/backend", "/dev/urandom")).requires("rng.model").since("1.0.3").unset("/dev/urandom").at("random-number-generator-device"),
                Line.number("rng.rate.bytes", new Wrapping.Both(new Place.Plain(RATE + "/@bytes"), Map.of(RATE + "/@period", "1000")), 1, 1L << 30, "bytes").requires("rng.model").since("1.0.4").at("random-number-generator-device"),
                Line.number("rng.rate.period", new Wrapping.Framed(new Place.Plain(RATE + "/@period"), RATE, "<rate bytes='1024'/>"), 1, 1L << 30, "ms").requires("rng.model").since("1.0.4").at("random-number-generator-device"),
                device("watchdog.model", WATCHDOG, "", "<watchdog model='%s' action='reset'/>", "i6300esb", "itco@9.1.0", "ib700", "diag288@1.2.17").explained().at("watchdog-devices"),
                Line.choice("watchdog.action", WATCHDOG + "[1]/@action", "reset", "reset", "shutdown", "poweroff", "pause", "none", "dump", "inject-nmi@1.2.17").saved().requires("watchdog.model").at("watchdog-devices"),
                device("panic.model", "./devices/panic", "", "<panic model='%s'/>", "isa", "hyperv@1.3.0", "pvpanic@9.1.0", "pseries", "s390@1.3.5").explained().since("1.2.1").told("devices/panic/model").at("panic-device"),
                device("iommu.model", IOMMU, "", "<iommu model='%s'/>", "intel", "amd@11.5.0", "virtio@8.3.0", "smmuv3@5.5.0").explained().since("2.1.0").at("iommu-devices"),
                iommu("intremap").since("3.4.0"), iommu("caching_mode").since("3.4.0"), iommu("eim").since("3.4.0"), iommu("iotlb").since("3.5.0"),
                Line.number("iommu.aw_bits", IOMMU + "[1]/driver/@aw_bits", 39, 57, "bits").requires("iommu.model").since("6.5.0").at("iommu-devices"),
                device("tpm.model", TPM, "", "<tpm model='%s'>\n  <backend type='emulator' version='2.0'/>\n</tpm>", "tpm-crb@4.4.0", "tpm-tis", "tpm-spapr@6.1.0").explained().since("1.0.5").told("devices/tpm/model").at("tpm-device"),
                tpm("tpm.version", "version", "", "1.2", "2.0").by(Origin.LIBVIRT).since("4.5.0").told("devices/tpm/backendVersion"),
                tpm("tpm.persistent_state", "persistent_state", "no", "yes", "no").since("7.0.0"),
                tpm("tpm.type", "type", "emulator", "emulator@4.5.0", "passthrough").explained().since("1.0.5").told("devices/tpm/backendModel"),
                device("vsock.model", VSOCK, "", "<vsock model='%s'>\n  <cid auto='yes'/>\n</vsock>", "virtio", "virtio-transitional@5.2.0", "virtio-non-transitional@5.2.0").since("4.4.0").at("vsock"),
                Line.number("vsock.cid", new Wrapping.Framed(new Place.Plain(VSOCK + "/cid/@address"), VSOCK, "<vsock model='virtio'>\n  <cid auto='no'/>\n</vsock>"), 3, 4_294_967_294L, "").since("4.4.0").at("vsock"),
                Line.choice("shmem.*.model", new Place.Device(SHMEM + "/model/@type", SHMEM, Map.of("", "<shmem name='*'>\n  <model type='%s'/>\n  <size unit='M'>4</size>\n</shmem>",
                        "ivshmem-doorbell", "<shmem name='*'>\n  <model type='ivshmem-doorbell'/>\n  <server path='/run/ivshmem-*.sock'/>\n</shmem>")), "", "ivshmem-plain", "ivshmem-doorbell").explained().since("2.5.0").at("shared-memory-device"),
                Line.size("shmem.*.size", new Wrapping.Framed(new Place.Sized(SHMEM + "/size", 1, true), SHMEM, "<shmem name='*'>\n  <model type='ivshmem-plain'/>\n  <size unit='M'>4</size>\n</shmem>")).unset("4MiB").since("1.2.10").at("shared-memory-device"),
                Line.size("pstore.size", new Wrapping.Core(new Place.Sized("./devices/pstore/size", 1024, true), "./devices/pstore",
                        "<pstore backend='acpi-erst'>\n  <path>/var/lib/libvirt/qemu/pstore</path>\n  <size unit='KiB'>0</size>\n</pstore>")).since("10.6.0").at("pstore"),
                Line.choice("controller.scsi.*.model", SCSI + "/@model", "", "virtio-scsi", "lsilogic", "virtio-transitional@5.2.0", "virtio-non-transitional@5.2.0").by(Origin.LIBVIRT).at("controllers").risky("*"),
                Line.number("controller.scsi.*.queues", SCSI + "/driver/@queues", 1, 1024, "").by(Origin.MACHINE).since("1.0.5").at("controllers"),
                Line.number("controller.scsi.*.cmd_per_lun", SCSI + "/driver/@cmd_per_lun", 1, 16384, "").by(Origin.MACHINE).since("1.2.7").at("controllers"),
                Line.number("controller.scsi.*.max_sectors", SCSI + "/driver/@max_sectors", 1, 1 << 20, "").by(Origin.MACHINE).since("1.2.7").at("controllers"),
                Line.number("controller.scsi.*.iothread", SCSI + "/driver/@iothread", 1, 1024, "").since("1.3.5").at("controllers"),
                Line.onOff("controller.scsi.*.ioeventfd", SCSI + "/driver/@ioeventfd", "on").since("1.2.18").at("controllers"),
                Line.name("controller.usb.*.model", "./devices/controller[@type='usb'][@index='*']/@model").by(Origin.LIBVIRT).risky("*").at("controllers")));
        for (String bank : List.of("sha1", "sha256", "sha384", "sha512")) all.add(Line.flag("tpm.pcr." + bank, TPM + "[1]/backend/active_pcr_banks/" + bank).since("7.10.0").requires("tpm.model").at("tpm-device"));
        all.addAll(audio());
        return all.stream().map(line -> line.in(Group.DEVICES)).toList();
    }

    private static List<Line> audio() {
        List<Line> all = new ArrayList<>(List.of(
                Line.choice("audio.*.type", new Place.Device(AUDIO + "/@type", AUDIO, "<audio id='*' type='%s'/>"), "", "none", "alsa", "coreaudio", "dbus@8.4.0", "jack", "oss", "pipewire@9.10.0", "pulseaudio", "sdl", "spice", "file")
                        .explained().by(Origin.LIBVIRT),
                Line.number("audio.*.timerPeriod", AUDIO + "/@timerPeriod", 1, 4_294_967_295L, "µs").by(Origin.MACHINE),
                Line.text("audio.*.serverName", AUDIO + "/@serverName").by(Origin.HOST),
                Line.text("audio.*.path", AUDIO + "/@path").by(Origin.MACHINE)));
        for (String way : List.of("input", "output")) {
            all.add(Line.choice("audio.*." + way + ".mixingEngine", stream(way, "mixingEngine"), "yes", "yes", "no"));
            all.add(Line.number("audio.*." + way + ".voices", stream(way, "voices"), 1, 4_294_967_295L, "").by(Origin.MACHINE));
            all.add(Line.number("audio.*." + way + ".bufferLength", stream(way, "bufferLength"), 1, 4_294_967_295L, "µs").by(Origin.MACHINE));
        }
        return all.stream().map(line -> line.since("7.2.0").requires(line.named("audio.*.type") ? "" : "audio.*.type").at("audio-backends")).toList();
    }

    private static Place stream(String way, String attribute) {
        return new Wrapping.Hollow(new Place.Plain(AUDIO + "/" + way + "/@" + attribute), AUDIO + "/" + way, "<" + way + "/>");
    }

    /// Of several the first: a machine of type q35 has a watchdog of its own beside the one that was asked for. Without a model there is none at all.
    private static Line device(String name, String element, String unset, String made, String... models) {
        return Line.choice(name, new Place.Device(element + "[1]/@model", element, made), unset, models);
    }

    private static Line iommu(String option) {
        return Line.onOff("iommu." + option, IOMMU + "[1]/driver/@" + option, "off").requires("iommu.model").at("iommu-devices");
    }

    private static Line tpm(String name, String attribute, String unset, String... values) {
        return Line.choice(name, TPM + "[1]/backend/@" + attribute, unset, values).requires("tpm.model").at("tpm-device");
    }
}
