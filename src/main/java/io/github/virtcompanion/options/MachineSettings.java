package io.github.virtcompanion.options;

import io.github.virtcompanion.options.Setting.Group;
import io.github.virtcompanion.options.Setting.Origin;
import io.github.virtcompanion.options.Setting.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The machine itself: what runs it, how it boots, what happens at its end.
final class MachineSettings {
    private static final String TPM = "./devices/tpm";

    private MachineSettings() {}

    static List<Setting> all() {
        return Stream.of(machine(), lifecycle()).flatMap(List::stream).toList();
    }

    private static List<Setting> machine() {
        List<Setting> all = new ArrayList<>(Stream.of(
                Line.choice("type", "./@type", "", "kvm", "qemu").explained().told("type").is(Trait.NEEDED, Trait.BASIC).at("element-and-attribute-overview"),
                Line.text("title", "./title").effect(Setting.Effect.AT_ONCE).is(Trait.BASIC).at("general-metadata"),
                Line.text("description", "./description").effect(Setting.Effect.AT_ONCE).is(Trait.BASIC).at("general-metadata"),
                Line.text("emulator", "./devices/emulator").by(Origin.LIBVIRT).risky("*").at("devices"),
                Line.name("machine", "./os/type/@machine").by(Origin.LIBVIRT).risky("*").told("machine").is(Trait.BASIC)).map(line -> line.in(Group.MACHINE)).toList());
        all.addAll(Stream.of(
                Line.choice("firmware", new Firmware(), "", "efi").explained().by(Origin.MACHINE).since("5.2.0").risky("efi", "default").told("os/firmware").is(Trait.BASIC),
                Line.yesNo("firmware.secure-boot", "./os/firmware/feature[@name='secure-boot']/@enabled", "").since("7.2.0").by(Origin.HOST).risky("yes"),
                Line.yesNo("firmware.enrolled-keys", "./os/firmware/feature[@name='enrolled-keys']/@enabled", "").since("7.2.0").by(Origin.HOST),
                Line.text("firmware.loader", "./os/loader").by(Origin.LIBVIRT).risky("*"),
                Line.choice("firmware.loader.type", "./os/loader/@type", "", "rom", "pflash").explained().by(Origin.LIBVIRT).since("1.2.8"),
                Line.yesNo("firmware.loader.secure", "./os/loader/@secure", "no").since("2.1.0").told("os/loader/secure"),
                Line.yesNo("firmware.loader.stateless", "./os/loader/@stateless", "no").since("8.6.0"),
                Line.text("firmware.nvram", stored("path", new Nvram())).by(Origin.LIBVIRT).since("1.2.8").risky("*"),
                Line.text("firmware.nvram.template", stored("template", new Wrapping.Hollow(new Place.Plain("./os/nvram/@template"), "./os/nvram", "<nvram/>"))).by(Origin.HOST).since("1.2.8"),
                Line.name("boot.devices", new Lists.Attributes("./os/boot", "dev")).unset("hd"),
                Line.choice("boot.menu", new Wrapping.Core(new Place.Plain("./os/bootmenu/@enable"), "./os/bootmenu", "<bootmenu enable='no'/>"), "no", "yes", "no"),
                Line.number("boot.menu.timeout", "./os/bootmenu/@timeout", 0, 65535, "ms").since("1.2.8").requires("boot.menu=yes"),
                Line.yesNo("boot.useserial", "./os/bios/@useserial", "no"),
                Line.number("boot.reboot_timeout", "./os/bios/@rebootTimeout", -1, 65535, "ms").unset("-1"),
                Line.text("boot.kernel", "./os/kernel").at("direct-kernel-boot"),
                Line.text("boot.initrd", "./os/initrd").at("direct-kernel-boot"),
                Line.text("boot.cmdline", "./os/cmdline").at("direct-kernel-boot")).map(line -> line.in(Group.MACHINE)).toList());
        return all;
    }

    /// Since 12.1 the variables may be in a store of QEMU's own instead of a flash image (`<varstore>`).
    private static Place stored(String attribute, Place flash) {
        return new Wrapping.Instead(flash, Map.of(Firmware.STORE, new Place.Plain(Firmware.STORE + "/@" + attribute)));
    }

    private static List<Setting> lifecycle() {
        return Stream.of(
                Line.flag("autostart", new Autostart()).explained().effect(Setting.Effect.AT_ONCE).is(Trait.BASIC, Trait.BESIDE).at("https://libvirt.org/manpages/virsh.html#autostart"),
                Line.choice("on_poweroff", "./on_poweroff", "destroy", "destroy", "restart", "preserve", "rename-restart").explained().live().is(Trait.BASIC),
                Line.choice("on_reboot", "./on_reboot", "restart", "restart", "destroy", "preserve", "rename-restart").explained().live().is(Trait.BASIC),
                Line.choice("on_crash", "./on_crash", "destroy", "destroy", "restart", "preserve", "rename-restart", "coredump-destroy", "coredump-restart", "preserve-running@12.6.0")
                        .explained().live().is(Trait.BASIC),
                Line.choice("on_lockfailure", "./on_lockfailure", "poweroff", "poweroff", "restart", "pause", "ignore").explained().since("1.0.0"),
                Line.yesNo("pm.suspend-to-mem", "./pm/suspend-to-mem/@enabled", "").by(Origin.MACHINE).at("power-management"),
                Line.yesNo("pm.suspend-to-disk", "./pm/suspend-to-disk/@enabled", "").by(Origin.MACHINE).at("power-management")).map(line -> line.in(Group.LIFECYCLE)).toList();
    }
}
