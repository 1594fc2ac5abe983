package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

/// What makes Windows run well under KVM: it then knows that it is virtual, and asks for less. Old enough for every Windows
/// since Vista, and for QEMU since 2.12 (libvirt: docs/formatdomain.rst, features/hyperv).
public final class Enlightenments {
    private static final String[] SIMPLE = {"relaxed", "vapic", "vpindex", "synic", "stimer"};

    private Enlightenments() {}

    /// Whether a machine for Windows lacks them.
    public static boolean wanted(String osId, DomainXml xml) {
        return osId.contains("microsoft.com/win") && xml.get("./features/hyperv/@mode").filter("passthrough"::equals).isEmpty() && !xml.has("./features/hyperv/relaxed");
    }

    /// Adds those that are not there; whatever is said of one stays.
    static void add(Draft draft) throws FailedException {
        for (String name : SIMPLE) if (!draft.xml().has("./features/hyperv/" + name)) draft.set("./features/hyperv/" + name + "/@state", "on");
        if (!draft.xml().has("./features/hyperv/spinlocks")) {
            draft.set("./features/hyperv/spinlocks/@state", "on");
            draft.set("./features/hyperv/spinlocks/@retries", "8191");
        }
        // stimer needs it (qemu_validate.c: "'stimer' hyperv feature requires 'synic' and 'hypervclock'").
        if (!draft.xml().has("./clock/@offset")) draft.set("./clock/@offset", "utc");
        if (!draft.xml().has("./clock/timer[@name='hypervclock']")) draft.set("./clock/timer[@name='hypervclock']/@present", "yes");
        draft.note("options.note.enlightened");
    }
}
