package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// From emulation to KVM and back: the type and the CPU together, with what must go along.
///
/// A CPU frozen into an emulated machine (`qemu64`) would stay slow under KVM, and the host's own CPU does not start under emulation.
public final class Switches {
    private Switches() {}

    /// @throws FailedException not a definition that QEMU runs
    public static Edited toKvm(String xml, CpuChoice cpu) throws FailedException {
        return to("kvm", xml, cpu);
    }

    /// @throws FailedException not a definition that QEMU runs
    public static Edited toQemu(String xml, CpuChoice cpu) throws FailedException {
        return to("qemu", xml, cpu);
    }

    /// The same, and what Windows runs better with.
    public static Edited toKvmEnlightened(String xml, CpuChoice cpu) throws FailedException {
        Edited switched = toKvm(xml, cpu);
        DomainXml before = DomainXml.parse(switched.text());
        Draft draft = new Draft(before);
        Enlightenments.add(draft);
        List<Message> notes = new ArrayList<>(switched.notes());
        notes.addAll(draft.notes());
        return new Edited(draft.xml().text(), switched.all(), notes);
    }

    private static Edited to(String type, String xml, CpuChoice cpu) throws FailedException {
        DomainXml before = DomainXml.parse(xml);
        Draft draft = new Draft(before);
        boolean typed = TypeEdit.apply(draft, type);
        // Chosen by libvirt for emulation; hosts with another interrupt controller cannot give it to KVM (qemu_postparse.c).
        if (typed && type.equals("kvm") && draft.xml().get("./os/type/@arch").filter("aarch64"::equals).isPresent()
                && draft.xml().get("./features/gic/@version").filter("2"::equals).isPresent() && draft.remove("./features/gic"))
            draft.note("options.note.gic-dropped");
        choose(draft, cpu);
        if (cpu instanceof CpuChoice.Keep || type.equals("qemu")) TypeEdit.warnOfCpu(draft);
        return Edits.finished(before, draft);
    }

    private static void choose(Draft draft, CpuChoice choice) throws FailedException {
        Map<String, String> wanted = new LinkedHashMap<>();
        switch (choice) {
            case CpuChoice.Keep _ -> { }
            case CpuChoice.HostPassthrough(List<String> without) -> {
                wanted.put("mode", "host-passthrough");
                wanted.put("check", "none");
                if (x86(draft)) wanted.put("migratable", "on");
                CpuEdit.apply(draft, wanted);
                for (String feature : without) draft.set("./cpu/feature[@name='" + feature + "']/@policy", "disable");
                if (!without.isEmpty()) draft.note("options.note.features-disabled", String.join(", ", without));
            }
            case CpuChoice.HostModel _ -> {
                wanted.put("mode", "host-model");
                CpuEdit.apply(draft, wanted);
            }
            case CpuChoice.Maximum _ -> {
                wanted.put("mode", "maximum");
                wanted.put("check", "none");
                if (x86(draft)) wanted.put("migratable", "on");
                CpuEdit.apply(draft, wanted);
            }
            case CpuChoice.Named(String model, String check) -> {
                wanted.put("model", model);
                wanted.put("check", check);
                CpuEdit.apply(draft, wanted);
            }
        }
    }

    /// QEMU knows `migratable` on x86 only (qemu_capabilities.c: cpu.migratable).
    private static boolean x86(Draft draft) {
        return Set.of("x86_64", "i686", "").contains(draft.xml().get("./os/type/@arch").orElse(""));
    }
}
