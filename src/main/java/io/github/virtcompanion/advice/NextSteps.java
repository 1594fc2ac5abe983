package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.HostFacts.Block;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Virtualization.Step;

import java.util.ArrayList;
import java.util.List;

/// What the user can do about a verdict, in order.
final class NextSteps {
    private NextSteps() {}

    static List<Step> none(Circumstances c) {
        return List.of();
    }

    static List<Step> firmware(Circumstances c) {
        List<Step> steps = new ArrayList<>();
        c.firmwareSettingOff().ifPresentOrElse(setting -> steps.add(say("diagnosis.step.firmware-named", setting.name())),
                () -> steps.add(say(c.cpu().filter(cpu -> !cpu.vendor().isEmpty()).map(Cpu::amd).map(amd -> amd ? "diagnosis.step.firmware-amd" : "diagnosis.step.firmware-intel")
                        .orElse("diagnosis.step.firmware-either"))));
        String board = c.facts().board().name();
        String bios = c.facts().board().bios();
        if (!board.isEmpty()) steps.add(bios.isEmpty() ? say("diagnosis.step.board-only", board) : say("diagnosis.step.board", board, bios));
        steps.add(say("diagnosis.step.power-off"));
        return steps;
    }

    static List<Step> firmwareAndBattery(Circumstances c) {
        List<Step> steps = firmware(c);
        steps.add(say("diagnosis.step.battery"));
        return steps;
    }

    static List<Step> firmwareAndCheck(Circumstances c) {
        List<Step> steps = firmware(c);
        steps.add(run("diagnosis.step.rdmsr", "sudo modprobe msr && sudo rdmsr 0x3a"));
        return steps;
    }

    static List<Step> tboot(Circumstances c) {
        List<Step> steps = new ArrayList<>(List.of(say("diagnosis.step.tboot")));
        steps.addAll(firmware(c));
        return steps;
    }

    static List<Step> loadModule(Circumstances c) {
        if (c.modulesReplaced()) return List.of(say("diagnosis.step.restart-for-modules", c.facts().kernel().toOptional().orElse("?")));
        if (c.notBuilt()) return otherKernel(c);
        return List.of(run("diagnosis.step.modprobe", "sudo modprobe " + c.module(), c.module()),
                run("diagnosis.step.permanent", "echo " + c.module() + " | sudo tee /etc/modules-load.d/kvm.conf"));
    }

    static List<Step> loadVendorModule(Circumstances c) {
        List<Step> steps = new ArrayList<>(loadModule(c));
        if (!c.notBuilt() && !c.modulesReplaced()) steps.add(run("diagnosis.step.kernel-message", "sudo dmesg | grep -i kvm"));
        return steps;
    }

    static List<Step> loadHv(Circumstances c) {
        Step load = run("diagnosis.step.modprobe", "sudo modprobe kvm_hv", "kvm_hv");
        return c.cpu().filter(cpu -> cpu.platform().equals("PowerNV")).isPresent() ? List.of(load) : List.of(load, say("diagnosis.step.power-lpar"));
    }

    static List<Step> unblock(Circumstances c) {
        List<Step> steps = new ArrayList<>();
        List<Block> atStart = c.blocks().stream().filter(block -> block.where().equals("/proc/cmdline")).toList();
        atStart.forEach(block -> steps.add(say("diagnosis.step.unblock-at-start", block.text())));
        c.blocks().stream().filter(block -> !atStart.contains(block)).forEach(block -> steps.add(say("diagnosis.step.unblock", block.text(), block.where())));
        if (atStart.size() < c.blocks().size()) steps.add(say("diagnosis.step.initramfs"));
        // What stands on the command line counts until the next start.
        if (!atStart.isEmpty()) return steps;
        steps.add(run("diagnosis.step.modprobe", "sudo modprobe " + c.module(), c.module()));
        return steps;
    }

    static List<Step> joinKvmGroup(Circumstances c) {
        return List.of(run("diagnosis.step.group", "sudo usermod -aG kvm $USER"), say("diagnosis.step.log-in-again"),
                run("diagnosis.step.show-rights", "getfacl /dev/kvm"));
    }

    static List<Step> qemuUser(Circumstances c) {
        return List.of(run("diagnosis.step.show-rights", "ls -l /dev/kvm"), run("diagnosis.step.qemu-user", "sudo usermod -aG kvm libvirt-qemu"),
                say("diagnosis.step.qemu-conf"), say("diagnosis.step.qemu-package"));
    }

    static List<Step> installQemu(Circumstances c) {
        return List.of(say("diagnosis.step.qemu-package"));
    }

    static List<Step> askLibvirt(Circumstances c) {
        return List.of(run("diagnosis.step.ask-libvirt", "virsh -c qemu:///system domcapabilities --virttype kvm"));
    }

    static List<Step> namedModel(Circumstances c) {
        return List.of(say("diagnosis.step.named-model"));
    }

    static List<Step> xen(Circumstances c) {
        return List.of(say("diagnosis.step.xen"));
    }

    static List<Step> wsl1(Circumstances c) {
        return List.of(say("diagnosis.step.wsl1"));
    }

    static List<Step> wsl(Circumstances c) {
        return List.of(say("diagnosis.step.wsl"));
    }

    static List<Step> otherHypervisor(Circumstances c) {
        List<Step> steps = new ArrayList<>(List.of(say("diagnosis.step.stop-other")));
        if (c.loaded("vboxdrv")) steps.add(run("diagnosis.step.unload", "sudo modprobe -r vboxnetadp vboxnetflt vboxdrv", "vboxdrv"));
        if (c.loaded("vmmon")) steps.add(run("diagnosis.step.unload", "sudo modprobe -r vmmon", "vmmon"));
        c.facts().virtAtLoad().toOptional().ifPresent(on -> steps.add(say(on ? "diagnosis.step.at-load-on" : "diagnosis.step.at-load-off")));
        return steps;
    }

    static List<Step> passDevice(Circumstances c) {
        return List.of(say("diagnosis.step.container"));
    }

    static List<Step> armMode(Circumstances c) {
        return List.of(say("diagnosis.step.arm-mode"));
    }

    static List<Step> startedAtEl1(Circumstances c) {
        return List.of(say("diagnosis.step.el1"));
    }

    static List<Step> askAdministrator(Circumstances c) {
        return List.of(say("diagnosis.step.administrator"));
    }

    static List<Step> stale(Circumstances c) {
        return List.of(run("diagnosis.step.modprobe", "sudo modprobe " + c.module(), c.module()), say("diagnosis.step.recreate-container"));
    }

    static List<Step> nested(Circumstances c) {
        return List.of(say("diagnosis.step.nested"), say("diagnosis.step.not-this-firmware"));
    }

    static List<Step> otherKernel(Circumstances c) {
        return List.of(say("diagnosis.step.no-module-file", c.module(), c.facts().kernel().toOptional().orElse("?")));
    }

    static List<Step> emulationOnly(Circumstances c) {
        return List.of(say("diagnosis.step.emulation"));
    }

    static List<Step> lookForVtx(Circumstances c) {
        return List.of(say("diagnosis.step.look-for-vtx"), run("diagnosis.step.rdmsr", "sudo modprobe msr && sudo rdmsr 0x3a"));
    }

    static List<Step> lookForSvm(Circumstances c) {
        return List.of(say("diagnosis.step.look-for-svm"));
    }

    static List<Step> report(Circumstances c) {
        return List.of(say("diagnosis.step.report"));
    }

    private static Step say(String key, Object... args) {
        return Step.of(Message.of(key, args));
    }

    private static Step run(String key, String command, Object... args) {
        return new Step(Message.of(key, args), command);
    }
}
