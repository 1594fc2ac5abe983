package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DefinitionReader;

import java.util.Set;

/// `type`: between KVM and emulation, with what libvirt refuses under the other.
final class TypeEdit {
    /// Types whose definitions QEMU can run; `test` is libvirt's own test driver, `kqemu` an accelerator of old.
    private static final Set<String> EXCHANGEABLE = Set.of("kvm", "qemu", "kqemu", "hvf", "nvmm", "test", "");

    private TypeEdit() {}

    /// @return whether the type changed
    static boolean apply(Draft draft, String type) throws FailedException {
        String before = draft.xml().get("./@type").orElse("");
        if (before.equals(type)) return false;
        if (!EXCHANGEABLE.contains(before))
            throw new Failure(Message.of("options.type-not-exchangeable", before, type), Message.of("options.type-not-exchangeable.next"), "").asException();
        draft.set("./@type", type);
        // libvirt: "TCG features are incompatible with domain type 'kvm'".
        if (type.equals("kvm") && draft.remove("./features/tcg")) draft.note("options.note.tcg-dropped");
        // libvirt at start: "host doesn't support paravirtual spinlocks".
        if (type.equals("qemu") && DefinitionReader.read(draft.xml()).pvSpinlock() && draft.remove("./features/pvspinlock"))
            draft.note("options.note.pvspinlock-dropped");
        if (type.equals("qemu")) dropWhatKvmAloneHas(draft);
        return true;
    }

    /// libvirt refuses each of these for an emulated machine, at define or at start.
    private static void dropWhatKvmAloneHas(Draft draft) {
        // resctrl is about processors that run the guest itself (qemu_process.c: qemuProcessResctrlCreate).
        if (draft.remove("./cputune/cachetune")) draft.note("options.note.cachetune-dropped");
        if (draft.remove("./cputune/memorytune")) draft.note("options.note.memorytune-dropped");
        // Encrypted memory is the processor's doing (qemu_validate.c: SEV, TDX and s390 PV need KVM).
        if (draft.remove("./launchSecurity")) draft.note("options.note.launch-security-dropped");
        // qemu_validate.c: "Configuring the 'armvtimer' timer is not supported for virtType=qemu".
        if (draft.remove("./clock/timer[@name='armvtimer']")) draft.note("options.note.armvtimer-dropped");
    }

    /// What the user should know when only the type was changed.
    static void warnOfCpu(Draft draft) {
        Definition now = DefinitionReader.read(draft.xml());
        if (now.kvm() && now.cpu().bareDefault()) draft.note("options.note.bare-cpu", now.cpu().model().orElse("qemu64"));
        // libvirt at start: "CPU mode 'host-passthrough' for x86_64 qemu domain … is not supported by hypervisor".
        if (now.emulated() && now.cpu().mode().filter("host-passthrough"::equals).isPresent()) draft.note("options.note.passthrough-needs-kvm");
    }
}
