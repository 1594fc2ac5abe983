package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.DomainStore;
import io.github.virtcompanion.model.Beside;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;
import io.github.virtcompanion.xml.Tags;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The calls of libvirt that change one thing of a stored definition in place, under libvirt's own lock: whatever others store
/// at that moment stays, which no whole definition can promise. There are such calls for the title, the description, the memory and the
/// processors that a machine has now, and for single disks, network cards and displays; the rest has none that lasts
/// (src/qemu/qemu_driver.c: qemuDomainUpdateDeviceConfig, qemuDomainSetMetadata, qemuDomainSetMemoryFlags, qemuDomainSetVcpusFlags).
final class Narrow {
    private static final System.Logger LOG = System.getLogger(Narrow.class.getName());
    private static final List<String> DEVICES = List.of("disk", "interface", "graphics");

    private final DomainStore store;
    private final Plan plan;
    private final DomainXml before;

    private Narrow(DomainStore store, Plan plan) throws FailedException {
        this.store = store;
        this.plan = plan;
        this.before = DomainXml.parse(plan.before());
    }

    /// @return whether one such call does all that the plan wants, and has done it. Several would not be stored at one stroke
    static boolean store(DomainStore store, Plan plan) throws FailedException {
        if (plan.before().isEmpty() || plan.before().equals(plan.after())) return false;
        Narrow narrow = new Narrow(store, plan);
        for (DomainStore.Words words : DomainStore.Words.values())
            if (narrow.only("./" + words.element())) return store.describe(plan.uuid(), words, narrow.wanted("./" + words.element()));
        boolean stored = narrow.withoutAnEvent();
        if (stored) ring(store, plan.uuid());
        return stored;
    }

    private boolean withoutAnEvent() throws FailedException {
        if (autostart()) return true;
        if (only("./currentMemory")) return memory();
        if (only("./vcpu/@current")) return processors();
        for (String device : DEVICES) if (device(device)) return true;
        return false;
    }

    /// Of these calls libvirt tells nobody, and other windows would not know. Of metadata that are taken away it does, though there
    /// were none (qemuDomainSetMetadata): nothing is changed by it.
    static void ring(DomainStore store, String uuid) {
        try {
            store.setMetadata(uuid, Tags.PREFIX, Tags.NAMESPACE + "/told", Optional.empty());
        } catch (FailedException e) {
            // What is stored is stored; others see it at their next look.
            LOG.log(System.Logger.Level.DEBUG, "others were not told", e);
        }
    }

    private boolean autostart() throws FailedException {
        boolean wanted = Beside.autostart(plan.after());
        if (Beside.autostart(plan.before()) == wanted || !Beside.without(plan.before()).equals(Beside.without(plan.after()))) return false;
        store.setAutostart(plan.uuid(), wanted);
        return true;
    }

    private Optional<String> wanted(String path) throws FailedException {
        return DomainXml.parse(plan.after()).get(path);
    }

    /// This is the one difference.
    private boolean only(String path) throws FailedException {
        Optional<String> wanted = wanted(path);
        if (before.get(path).equals(wanted)) return false;
        return (wanted.isPresent() ? before.set(path, wanted.get()) : before.remove(path)).text().equals(plan.after());
    }

    /// libvirt writes KiB.
    private boolean memory() throws FailedException {
        Optional<String> kib = wanted("./currentMemory").filter(number -> number.matches("[0-9]{1,15}"));
        return kib.isPresent() && before.get("./currentMemory/@unit").filter("KiB"::equals).isPresent() && store.setStoredMemory(plan.uuid(), Long.parseLong(kib.get()));
    }

    /// Processors that have their own lines would be switched one by one.
    private boolean processors() throws FailedException {
        Optional<String> count = wanted("./vcpu/@current").or(() -> before.get("./vcpu").map(String::strip)).filter(number -> number.matches("[0-9]{1,5}"));
        return count.isPresent() && !before.has("./vcpus") && store.setStoredProcessors(plan.uuid(), Integer.parseInt(count.get()));
    }

    private boolean device(String kind) throws FailedException {
        List<Element> old = before.elements("./devices/" + kind);
        List<Element> wanted = DomainXml.parse(plan.after()).elements("./devices/" + kind);
        List<Integer> changed = IntStream.range(0, Math.min(old.size(), wanted.size())).boxed().filter(i -> !old.get(i).source().equals(wanted.get(i).source())).toList();
        if (changed.size() != 1) return false;
        Element one = old.get(changed.getFirst());
        Element other = wanted.get(changed.getFirst());
        // Only one that stands there once can be meant, and only where it is the one difference.
        boolean alone = plan.before().indexOf(one.source()) == plan.before().lastIndexOf(one.source()) && plan.before().replace(one.source(), other.source()).equals(plan.after());
        Optional<String> name = name(kind, one);
        boolean found = name.isPresent() && name.equals(name(kind, other)) && old.stream().filter(each -> name(kind, each).equals(name)).count() == 1;
        return alone && found && store.redefineDevice(plan.uuid(), other.source());
    }

    /// By what libvirt finds it again (virDomainDiskIndexByName, virDomainNetFindIdx, qemuDomainFindGraphicsIndex).
    private static Optional<String> name(String kind, Element device) {
        return switch (kind) {
            case "disk" -> device.child("target").flatMap(target -> target.attribute("dev"));
            case "interface" -> device.child("mac").flatMap(mac -> mac.attribute("address"));
            default -> device.attribute("type");
        };
    }
}
