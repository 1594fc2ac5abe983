package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.List;
import java.util.Map;

/// Settings that go along with others, for libvirt takes them only so.
final class Together {
    private static final String CELL = "./cpu/numa/cell[@id='*']";

    private Together() {}

    static void apply(Draft draft, DomainXml before, Map<String, String> wanted) throws FailedException {
        boot(draft, wanted);
        FirmwareEdit.apply(draft, wanted);
        inputs(draft, wanted);
        for (Map.Entry<String, String> one : wanted.entrySet())
            if (one.getKey().startsWith("disk.") && one.getKey().endsWith(".bus")) bus(draft, before, Catalogue.key(one.getKey()), one.getKey());
        processors(draft, wanted);
        placement(draft, wanted);
        memory(draft, before, wanted);
    }

    /// Where all processors are switched on, libvirt says nothing of it.
    private static void processors(Draft draft, Map<String, String> wanted) throws FailedException {
        if (!wanted.containsKey("vcpus") && !wanted.containsKey("vcpus.current")) return;
        Setting current = Catalogue.find("vcpus.current");
        String all = Catalogue.meaning(Catalogue.find("vcpus"), Catalogue.value(draft.xml(), Catalogue.find("vcpus"), ""));
        if (Catalogue.value(draft.xml(), current, "").equals(all)) draft.put(current, "", Setting.DEFAULT);
    }

    /// Orders of single devices and those of the firmware exclude each other; libvirt writes `<boot dev='hd'/>` into every definition.
    private static void boot(Draft draft, Map<String, String> wanted) {
        boolean ordered = wanted.entrySet().stream().anyMatch(one -> one.getKey().endsWith(".boot.order") && !one.getValue().equals(Setting.DEFAULT));
        boolean listed = wanted.containsKey("boot.devices") && !wanted.get("boot.devices").equals(Setting.DEFAULT);
        if (ordered && !listed && draft.remove("./os/boot")) draft.note("options.note.boot-devices-dropped");
        if (listed && !ordered && draft.remove("./devices/disk/boot") | draft.remove("./devices/interface/boot")) draft.note("options.note.boot-orders-dropped");
        boolean noneLeft = !draft.xml().has("./devices/disk/boot") && !draft.xml().has("./devices/interface/boot");
        boolean taken = wanted.entrySet().stream().anyMatch(one -> one.getKey().endsWith(".boot.order") && one.getValue().equals(Setting.DEFAULT));
        if (taken && noneLeft && !draft.xml().has("./os/boot")) draft.note("options.note.boot-from-disk");
    }

    /// libvirt gives every x86 machine a mouse and a keyboard of this bus, unless it is off (qemuDomainDefAddImplicitInputDevice).
    private static void inputs(Draft draft, Map<String, String> wanted) {
        if ("off".equals(wanted.get("features.ps2")) && draft.remove("./devices/input[@bus='ps2']")) draft.note("options.note.ps2-inputs-dropped");
    }

    /// The address of one bus is none on another; libvirt gives a new one.
    private static void bus(Draft draft, DomainXml before, String disk, String name) throws FailedException {
        Setting setting = Catalogue.find(name);
        String now = Catalogue.value(draft.xml(), setting, disk);
        if (now.equals(Catalogue.value(before, setting, disk))) return;
        String at = Key.into(DiskSettings.DISK, disk);
        if (draft.remove(at + "/address")) draft.note("options.note.bus-address", disk);
        if (now.equals("virtio") || now.equals(Setting.DEFAULT)) return;
        boolean dropped = false;
        for (String only : new String[] {"iothread", "queues", "queue_size", "ioeventfd", "event_idx", "iommu", "ats", "packed", "page_per_vq"}) dropped |= draft.remove(at + "/driver/@" + only);
        if (dropped) draft.note("options.note.bus-virtio-only", disk, now);
    }

    /// With the processors' placement libvirt writes one of the memory, from which it would take the processors' again.
    private static void placement(Draft draft, Map<String, String> wanted) {
        boolean fixed = wanted.containsKey("vcpus.placement") && !wanted.get("vcpus.placement").equals("auto");
        if (fixed && !wanted.containsKey("numatune.memory.placement") && draft.remove("./numatune/memory[@placement='auto']")) draft.note("options.note.memory-placement-dropped");
    }

    /// libvirt writes the present amount beside the greatest: it follows, unless the guest was left with less before.
    private static void memory(Draft draft, DomainXml before, Map<String, String> wanted) throws FailedException {
        Setting memory = Catalogue.find("memory");
        Setting current = Catalogue.find("memory.current");
        newCells(draft, before, wanted);
        boolean cells = wanted.keySet().stream().anyMatch(name -> name.startsWith("numa.cell.") && name.endsWith(".memory"));
        if (cells && draft.xml().has("./cpu/numa/cell")) draft.put(memory, "", Sizes.words(cells(draft.xml())));
        String was = Catalogue.value(before, memory, "");
        String now = Catalogue.value(draft.xml(), memory, "");
        String present = Catalogue.value(before, current, "");
        if (was.equals(now) || present.equals(Setting.DEFAULT) || wanted.containsKey("memory.current")) return;
        if (present.equals(was) || bytes(present) > bytes(now)) {
            draft.put(current, "", now);
            draft.note("options.note.current-follows", now);
        }
    }

    /// libvirt makes the machine's memory what its cells have together: a new one, and one without a wish, gets what the others leave. One cell with all of it
    /// and nothing else is what a machine without cells has.
    private static void newCells(Draft draft, DomainXml before, Map<String, String> wanted) throws FailedException {
        Setting size = Catalogue.find("numa.cell.*.memory");
        long whole = bytes(Catalogue.value(before, Catalogue.find("memory"), ""));
        for (String id : draft.xml().list("./cpu/numa/cell/@id")) {
            String asked = wanted.get(size.nameFor(id));
            boolean left = asked == null && !before.list("./cpu/numa/cell/@id").contains(id) || Setting.DEFAULT.equals(asked);
            if (!left) continue;
            long others = cells(draft.xml()) - bytes(Catalogue.value(draft.xml(), size, id));
            if (whole > others) draft.put(size, id, Sizes.words(whole - others));
        }
        boolean taken = wanted.entrySet().stream().anyMatch(one -> one.getKey().startsWith("numa.cell.") && one.getValue().equals(Setting.DEFAULT));
        List<Element> remaining = draft.xml().elements("./cpu/numa/cell");
        boolean bare = remaining.size() == 1 && remaining.getFirst().source().matches("<cell( (id|memory|unit)=['\"][^'\"]*['\"])+\\s*/>");
        if (taken && bare && cells(draft.xml()) == whole) draft.remove("./cpu/numa/cell");
    }

    private static long cells(DomainXml xml) {
        return Key.present(xml, CELL).stream().mapToLong(id -> bytes(new Place.Sized(CELL + "/@memory", 1024, true).read(xml, id).orElse(""))).sum();
    }

    /// 0 for what is no amount: templates have words there that another program fills in.
    private static long bytes(String size) {
        try {
            return Sizes.bytes(size);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
