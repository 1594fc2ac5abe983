package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The settings of `<cpu>` together, for each limits the others (libvirt: src/conf/cpu_conf.c, virCPUDefParseXML).
/// Topology, NUMA cells, cache and address width are never touched.
final class CpuEdit {
    static final Set<String> OWN = Set.of("cpu.mode", "cpu.model", "cpu.check", "cpu.migratable");
    private static final String MODE = "./cpu/@mode";
    private static final String MODEL = "./cpu/model";
    private static final String CUSTOM = "custom";

    private CpuEdit() {}

    /// @param wanted of `mode`, `model`, `check`, `migratable` those that are given; `default` removes
    static void apply(Draft draft, Map<String, String> wanted) throws FailedException {
        Optional<String> model = Optional.ofNullable(wanted.get("model"));
        boolean named = model.filter(name -> !name.equals(Setting.DEFAULT)).isPresent();
        String mode = wanted.getOrDefault("mode", named ? CUSTOM : modeOf(draft));
        if (named && !mode.equals(CUSTOM)) throw refused(Message.of("options.cpu.model-needs-custom", model.orElse(""), mode), Message.of("options.cpu.model-needs-custom.next"));
        if (named) name(draft, model.orElseThrow(), wanted.containsKey("check"));
        else if (model.isPresent() && mode.equals(CUSTOM) && draft.xml().has(MODEL)) {
            if (wanted.containsKey("mode")) throw refused(Message.of("options.cpu.custom-needs-model"), Message.of("options.cpu.custom-needs-model.next"));
            mode(draft, Setting.DEFAULT, false);
        }
        else if (model.isPresent()) draft.remove(MODEL);
        if (wanted.containsKey("mode")) mode(draft, mode, wanted.containsKey("check"));
        if (Set.of(CUSTOM, "host-model").contains(modeOf(draft))) dropPassedThrough(draft);
        if (wanted.containsKey("check")) check(draft, wanted.get("check"));
        if (wanted.containsKey("migratable")) migratable(draft, wanted.get("migratable"));
    }

    /// libvirt: "… mode 'passthrough' can only be used with 'host-passthrough' / 'maximum' CPUs" (qemu_validate.c).
    private static void dropPassedThrough(Draft draft) {
        boolean cache = draft.remove("./cpu/cache[@mode='passthrough']");
        if (draft.remove("./cpu/maxphysaddr[@mode='passthrough']") | cache) draft.note("options.note.passed-through-dropped");
    }

    private static String modeOf(Draft draft) throws FailedException {
        return Catalogue.value(draft.xml(), Catalogue.find("cpu.mode"), "");
    }

    private static void name(Draft draft, String model, boolean checkGiven) throws FailedException {
        if (modeOf(draft).equals(CUSTOM) && draft.xml().get(MODEL).map(String::strip).filter(model::equals).isPresent()) return;
        boolean otherMode = !modeOf(draft).equals(CUSTOM);
        draft.set(MODE, CUSTOM);
        if (draft.xml().get("./cpu/@match").isEmpty()) draft.set("./cpu/@match", "exact");
        if (!checkGiven) draft.set("./cpu/@check", "partial");
        draft.set(MODEL, model);
        // A vendor belongs to the model it was written for.
        draft.remove("./cpu/vendor");
        if (otherMode && draft.remove("./cpu/@migratable")) draft.note("options.note.migratable-dropped", CUSTOM);
    }

    private static void mode(Draft draft, String mode, boolean checkGiven) throws FailedException {
        String before = modeOf(draft);
        if (mode.equals(CUSTOM) && draft.xml().get(MODEL).filter(model -> !model.isBlank()).isEmpty()) throw refused(Message.of("options.cpu.custom-needs-model"), Message.of("options.cpu.custom-needs-model.next"));
        if (before.equals(mode)) return;
        if (mode.equals(Setting.DEFAULT)) {
            for (String stale : new String[] {"model", "vendor", "feature", "@match", "@check", "@migratable", "@mode"}) draft.remove("./cpu/" + stale);
            draft.note("options.note.cpu-chosen-by-libvirt");
            return;
        }
        draft.set(MODE, mode);
        if (!mode.equals("host-passthrough") && !mode.equals("maximum") && draft.remove("./cpu/@migratable"))
            draft.note("options.note.migratable-dropped", mode);
        if (mode.equals(CUSTOM)) return;
        draft.xml().get(MODEL).map(String::strip).filter(model -> !model.isEmpty()).ifPresent(model -> draft.note("options.note.model-dropped", model, mode));
        draft.remove(MODEL);
        draft.remove("./cpu/vendor");
        draft.remove("./cpu/@match");
        if (!checkGiven) draft.remove("./cpu/@check");
        if (before.equals(CUSTOM)) dropPolicies(draft, mode);
    }

    /// Features asked for on top of a model say nothing about another mode; features taken away stay away.
    private static void dropPolicies(Draft draft, String mode) {
        boolean dropped = false;
        for (String policy : new String[] {"require", "force", "optional", "forbid"})
            dropped |= draft.remove("./cpu/feature[@policy='" + policy + "']");
        if (dropped) draft.note("options.note.features-dropped", mode);
    }

    private static void check(Draft draft, String check) throws FailedException {
        if (check.equals(Setting.DEFAULT)) draft.remove("./cpu/@check");
        else if (modeOf(draft).equals(Setting.DEFAULT)) throw refused(Message.of("options.cpu.check-needs-mode"), Message.of("options.cpu.check-needs-mode.next"));
        else draft.set("./cpu/@check", check);
    }

    private static void migratable(Draft draft, String migratable) throws FailedException {
        String mode = modeOf(draft);
        if (migratable.equals(Setting.DEFAULT)) draft.remove("./cpu/@migratable");
        // libvirt: "Attribute migratable is only allowed for 'host-passthrough' / 'maximum' CPU mode".
        else if (!mode.equals("host-passthrough") && !mode.equals("maximum")) throw refused(Message.of("options.cpu.migratable-needs-host", mode), Message.of("options.cpu.migratable-needs-host.next"));
        else draft.set("./cpu/@migratable", migratable);
    }

    private static FailedException refused(Message what, Message nextStep) {
        return new Failure(what, nextStep, "").asException();
    }
}
