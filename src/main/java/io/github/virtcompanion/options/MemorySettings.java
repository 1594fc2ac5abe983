package io.github.virtcompanion.options;

import io.github.virtcompanion.options.Setting.Group;
import io.github.virtcompanion.options.Setting.Origin;
import io.github.virtcompanion.options.Setting.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Memory: how much, what it is made of, what the host may do with it.
final class MemorySettings {
    private static final String BALLOON = "./devices/memballoon";
    private static final String BACKING = "./memoryBacking/";
    private static final String PAGE = "./memoryBacking/hugepages/page";
    private static final String DEVICE = "./devices/memory[*]";
    private static final String VIRTIO_MEM = "<memory model='virtio-mem'>\n  <target>\n    <size unit='KiB'>1048576</size>\n    <node>0</node>\n    <block unit='KiB'>2048</block>\n"
            + "    <requested unit='KiB'>0</requested>\n  </target>\n</memory>";

    private MemorySettings() {}

    static List<Setting> all() {
        return Stream.of(
                Line.size("memory", new Place.Sized("./memory", 1024, true)).is(Trait.NEEDED, Trait.BASIC).at("memory-allocation"),
                Line.size("memory.current", new Place.Sized("./currentMemory", 1024, true)).by(Origin.LIBVIRT).live().is(Trait.DRIFTS).at("memory-allocation"),
                Line.size("memory.max", new Wrapping.Core(new Place.Sized("./maxMemory", 1024, true), "./maxMemory", "<maxMemory slots='16' unit='KiB'>0</maxMemory>")).since("1.2.14").at("memory-allocation"),
                Line.number("memory.max.slots", new Wrapping.Hollow(new Place.Plain("./maxMemory/@slots"), "./maxMemory", "<maxMemory/>"), 1, 255, "").since("1.2.14").at("memory-allocation"),
                Line.flag("memory.hugepages", BACKING + "hugepages").explained().risky("on").is(Trait.BASIC),
                Line.size("memory.hugepages.size", new Wrapping.Core(new Place.Sized(PAGE + "/@size", 1024, true), PAGE, "<page size='0' unit='KiB'/>")).since("1.2.5").by(Origin.HOST).requires("memory.hugepages=on"),
                Line.flag("memory.nosharepages", BACKING + "nosharepages").explained().since("1.0.6").is(Trait.BASIC),
                Line.flag("memory.locked", BACKING + "locked").explained().since("1.0.6").risky("on").is(Trait.BASIC),
                Line.choice("memory.source", BACKING + "source/@type", "anonymous", "anonymous", "file", "memfd@4.10.0").explained().since("3.1.0").told("memoryBacking/sourceType"),
                Line.choice("memory.access", BACKING + "access/@mode", "private", "private", "shared").explained().since("3.1.0"),
                Line.choice("memory.allocation", BACKING + "allocation/@mode", "ondemand", "ondemand", "immediate").explained().since("3.1.0"),
                Line.number("memory.allocation.threads", BACKING + "allocation/@threads", 1, 1024, "").since("8.2.0").unset("1"),
                Line.flag("memory.discard", BACKING + "discard").since("4.4.0"),
                Line.size("memtune.hard_limit", new Place.Sized("./memtune/hard_limit", 1024, true)).live().risky("*").at("memory-tuning"),
                Line.size("memtune.soft_limit", new Place.Sized("./memtune/soft_limit", 1024, true)).live().at("memory-tuning"),
                Line.size("memtune.swap_hard_limit", new Place.Sized("./memtune/swap_hard_limit", 1024, true)).live().at("memory-tuning"),
                Line.choice("memballoon.model", new Place.Device(BALLOON + "/@model", BALLOON, "<memballoon model='%s'/>"), "", "virtio", "virtio-transitional@5.2.0", "virtio-non-transitional@5.2.0", "none")
                        .explained().by(Origin.LIBVIRT).at("memory-balloon-device"),
                balloon("autodeflate").since("1.3.1"),
                balloon("freePageReporting").since("6.9.0"),
                Line.number("memballoon.stats.period", BALLOON + "/stats/@period", 0, 86400, "s").requires("memballoon.model").since("1.1.1").live().at("memory-balloon-device"),
                Line.choice("memory.device.*.model", new Place.Device(DEVICE + "/@model", DEVICE, Map.of("virtio-mem", VIRTIO_MEM,
                        "", "<memory model='%s'>\n  <target>\n    <size unit='KiB'>1048576</size>\n    <node>0</node>\n  </target>\n</memory>")), "", "virtio-mem@7.9.0", "dimm").explained().since("1.2.14").risky("dimm").at("memory-devices"),
                Line.size("memory.device.*.size", new Wrapping.Core(new Place.Sized(DEVICE + "/target/size", 1024, true), DEVICE, VIRTIO_MEM)).since("1.2.14").at("memory-devices"),
                Line.size("memory.device.*.requested", new Wrapping.Framed(new Place.Sized(DEVICE + "/target/requested", 1024, true), DEVICE, VIRTIO_MEM)).since("7.9.0").live().at("memory-devices"),
                Line.size("memory.device.*.block", new Wrapping.Framed(new Place.Sized(DEVICE + "/target/block", 1024, true), DEVICE, VIRTIO_MEM)).since("7.9.0").at("memory-devices"),
                Line.choice("memory.device.*.access", DEVICE + "/@access", "", "shared", "private").since("3.2.0").at("memory-devices"),
                Line.choice("memory.device.*.discard", DEVICE + "/@discard", "no", "yes", "no").since("4.4.0").at("memory-devices"),
                Line.number("memory.device.*.node", new Wrapping.Framed(new Place.Plain(DEVICE + "/target/node"), DEVICE, VIRTIO_MEM), 0, 1023, "").since("1.2.14").at("memory-devices"))
                .map(line -> line.in(Group.MEMORY)).toList();
    }

    private static Line balloon(String option) {
        return Line.onOff("memballoon." + option, BALLOON + "/@" + option, "off").requires("memballoon.model").at("memory-balloon-device");
    }
}
