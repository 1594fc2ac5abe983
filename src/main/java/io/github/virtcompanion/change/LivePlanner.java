package io.github.virtcompanion.change;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.LiveCall;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Edited;
import io.github.virtcompanion.options.Edits;
import io.github.virtcompanion.options.LiveCalls;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.Element;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Plans what is to count at once. Pure: from a [LiveSituation] to a [LivePlan].
final class LivePlanner {
    /// QEMU's own state, the screen, the definition: what a saved guest needs beside its memory.
    private static final long BESIDE_MEMORY = 64L << 20;

    /// What libvirt and QEMU do not save, by where it stands in the definition and the word for it.
    private static final Map<String, String> UNSAVEABLE = Map.of("./devices/filesystem", "filesystem",
            "./devices/interface[@type='hostdev']", "interface hostdev", "./devices/shmem", "shmem", "./launchSecurity", "launchSecurity",
            "./devices/disk[@type='nvme']", "nvme", "./devices/disk[@type='vhostuser']", "vhost-user", "./devices/disk[@type='vhostvdpa']", "vhost-vdpa");

    private LivePlanner() {}

    /// Now and for good.
    static LivePlan now(LiveSituation situation, List<Assignment> wanted) throws FailedException {
        String running = situation.guestXml().orElse(situation.storedXml());
        Optional<Plan.Blocker> type = situation.guestXml().isPresent() ? otherType(DomainXml.parse(running).get("./@type").orElse(""), wanted) : Optional.empty();
        if (type.isPresent()) return ofOtherType(situation, LivePlan.Until.CHANGED, wanted, running, type.get());
        Edited stored = Edits.apply(situation.storedXml(), wanted);
        Edited edited = Edits.apply(running, ofTheGuest(wanted));
        // What no run has is stored, whether the machine runs or not.
        boolean onlyStored = situation.guestXml().isEmpty() && wanted.stream().allMatch(Catalogue::countsAtOnce);
        LivePlan.Way way = onlyStored || edited.text().equals(running) ? LivePlan.Way.STORE : situation.savedXml().isPresent() ? LivePlan.Way.EDIT_SAVED : LivePlan.Way.SAVE_AND_RESUME;
        if (way == LivePlan.Way.SAVE_AND_RESUME && calls(running, edited.text()).isPresent()) way = LivePlan.Way.CALLS;
        List<Plan.Blocker> blockers = common(situation);
        if (blockers.isEmpty() && situation.guestXml().isEmpty() && !onlyStored) blockers.add(block("not-running"));
        if (way == LivePlan.Way.EDIT_SAVED && blockers.isEmpty()) noFlushes(situation, DefinitionReader.read(running), DefinitionReader.read(edited.text())).ifPresent(blockers::add);
        if (way == LivePlan.Way.SAVE_AND_RESUME && blockers.isEmpty()) blockers.addAll(saving(situation, edited.text()));
        return plan(situation, way, LivePlan.Until.CHANGED, wanted, stored, new Edited(edited.text(), edited.all(), List.of()), blockers);
    }

    /// For this run only: started, or saved and resumed, with values that are stored nowhere.
    static LivePlan thisRun(LiveSituation situation, List<Assignment> wanted) throws FailedException {
        Edited stored = new Edited(situation.storedXml(), List.of(), List.of());
        String running = situation.liveXml().orElse(situation.storedXml());
        boolean runs = situation.info().state().active();
        Optional<Plan.Blocker> type = runs ? otherType(DomainXml.parse(running).get("./@type").orElse(""), wanted) : Optional.empty();
        if (type.isPresent()) return ofOtherType(situation, LivePlan.Until.POWER_OFF, wanted, running, type.get());
        Edited edited = Edits.apply(running, ofTheGuest(wanted));
        boolean already = runs && edited.text().equals(running);
        List<Plan.Blocker> blockers = common(situation);
        for (Assignment one : wanted) if (beside(one)) blockers.add(block("beside", Catalogue.find(one.setting()).label()));
        boolean calls = runs && !already && calls(running, edited.text()).isPresent();
        if (blockers.isEmpty() && runs && !already && !calls) blockers.addAll(saving(situation, edited.text()));
        // Resuming the saved state later, onto disks that were written to since, destroys them.
        else if (blockers.isEmpty() && !runs && situation.info().managedSave()) blockers.add(block("saved"));
        LivePlan.Way way = !runs ? LivePlan.Way.START : already ? LivePlan.Way.STORE : calls ? LivePlan.Way.CALLS : LivePlan.Way.SAVE_AND_RESUME;
        Edited once = already || calls ? edited : new Edited(endingAtReboot(edited.text()), edited.all(), edited.notes());
        return plan(situation, way, LivePlan.Until.POWER_OFF, wanted, stored, once, blockers);
    }

    /// What KVM runs, QEMU alone cannot go on with, nor the other way round: the rest need not be looked at.
    static Optional<Plan.Blocker> otherType(String type, List<Assignment> wanted) {
        return wanted.stream().anyMatch(one -> one.setting().equals("type") && !one.value().equals(type)) ? Optional.of(block("type")) : Optional.empty();
    }

    private static LivePlan ofOtherType(LiveSituation situation, LivePlan.Until until, List<Assignment> wanted, String running, Plan.Blocker type) throws FailedException {
        List<Plan.Blocker> blockers = common(situation);
        blockers.add(type);
        return plan(situation, LivePlan.Way.STORE, until, wanted, new Edited(situation.storedXml(), List.of(), List.of()), new Edited(running, List.of(), List.of()), blockers);
    }

    /// What is kept beside the definition no run has.
    private static List<Assignment> ofTheGuest(List<Assignment> wanted) throws FailedException {
        List<Assignment> all = new ArrayList<>();
        for (Assignment one : wanted) if (!beside(one)) all.add(one);
        return all;
    }

    private static boolean beside(Assignment one) throws FailedException {
        return Catalogue.find(one.setting()).traits().contains(Setting.Trait.BESIDE);
    }

    /// A reboot in place keeps QEMU and its cache modes; like this it is the end of the run.
    static String endingAtReboot(String xml) throws FailedException {
        return DomainXml.parse(xml).set("./on_reboot", "destroy").text();
    }

    private static LivePlan plan(LiveSituation situation, LivePlan.Way way, LivePlan.Until until, List<Assignment> wanted, Edited stored, Edited running,
                                 List<Plan.Blocker> blockers) throws FailedException {
        String before = (until == LivePlan.Until.CHANGED ? situation.guestXml() : situation.liveXml()).orElse(situation.storedXml());
        Definition now = DefinitionReader.read(before);
        Set<Message> changes = new LinkedHashSet<>(Changed.between(before, running.text(), Plan.Kind.SETTINGS));
        changes.addAll(Changed.between(situation.storedXml(), stored.text(), Plan.Kind.SETTINGS));
        if (changes.size() > 1) changes.remove(Message.of("change.changed-xml"));
        List<Message> follows = new ArrayList<>(stored.notes());
        follows.addAll(running.notes());
        Optional<LivePlan.Pause> pause = way == LivePlan.Way.SAVE_AND_RESUME && situation.liveXml().isPresent() ? Optional.of(situation.pace().pause(now.memoryKiB())) : Optional.empty();
        boolean paused = situation.info().state() == DomainState.PAUSED;
        pause.ifPresent(estimate -> follows.add(paused ? LivePlan.STAYS_PAUSED : Message.of(estimate.measured() ? "change.live.pause-measured" : "change.live.pause",
                Math.max(1, Math.round(estimate.seconds())), estimate.mebibytes())));
        if (pause.isPresent() && DomainXml.parse(before).elements("./devices/hostdev").stream().anyMatch(LivePlanner::ofUsb)) follows.add(Message.of("change.live.usb"));
        List<String> standIns = pause.isPresent() ? situation.standIns() : List.of();
        if (!standIns.isEmpty()) follows.add(Message.of("change.live.stand-in", String.join(", ", standIns)));
        if (pause.isPresent() && installing(before, situation.storedXml())) follows.add(Message.of("change.live.installing"));
        if (pause.isPresent() && situation.freeBytes() instanceof Fact.Unknown<Long>(Message reason)) follows.add(Message.of("change.live.space-unknown", reason));
        if (pause.isPresent() && !situation.local() && leavesUnsafe(now, DefinitionReader.read(running.text()))) follows.add(Message.of("change.live.flush-there"));
        if (way == LivePlan.Way.EDIT_SAVED) follows.add(Message.of("change.live.saved-too"));
        if (way == LivePlan.Way.CALLS && until == LivePlan.Until.CHANGED) follows.add(Message.of("change.live.calls"));
        if (way == LivePlan.Way.CALLS && asksGuest(before, running.text())) follows.add(Message.of("change.live.asks-guest"));
        if (until == LivePlan.Until.POWER_OFF && way != LivePlan.Way.STORE) follows.add(Message.of(way == LivePlan.Way.CALLS ? "change.live.until-power-off.calls" : "change.live.until-power-off"));
        Set<Plan.Risk> risks = new LinkedHashSet<>();
        for (Plan.Risk risk : Planner.risks(now, DefinitionReader.read(running.text()))) risks.add(until == LivePlan.Until.POWER_OFF ? thisRun(risk) : risk);
        risks.addAll(Planner.risks(DefinitionReader.read(situation.storedXml()), DefinitionReader.read(stored.text())));
        return new LivePlan(situation.connection(), situation.info().uuid(), situation.info().name(), way, until, wanted, situation.storedXml(), stored.text(),
                before, running.text(), List.copyOf(changes), follows, pause, standIns, List.copyOf(risks), blockers);
    }

    /// As virt-install and virt-manager start a machine for the first part of an installation: from other media than it is stored with, ending
    /// at the reboot. Both wait for it to be off, and it is while it is saved: virt-install looks every second, and then does not start
    /// the installed system (virtinst/virtinstall.py: domain_was_destroyed); virt-manager starts it at once (virtManager/createvm.py: _check_install_status).
    static boolean installing(String running, String stored) throws FailedException {
        DomainXml now = DomainXml.parse(running);
        DomainXml then = DomainXml.parse(stored);
        boolean endsAtReboot = now.get("./on_reboot").equals(Optional.of("destroy")) && !then.get("./on_reboot").equals(Optional.of("destroy"));
        return endsAtReboot && !source(now).equals(source(then));
    }

    private static List<Optional<String>> source(DomainXml xml) {
        List<Optional<String>> all = new ArrayList<>(List.of(xml.get("./os/kernel")));
        for (Element boot : xml.elements("./os/boot")) all.add(boot.attribute("dev"));
        for (Element cdrom : xml.elements("./devices/disk[@device='cdrom']")) all.add(cdrom.child("source").flatMap(source -> source.attribute("file")));
        return all;
    }

    /// What libvirt is to be asked for, where it can do all of it in the running machine.
    static Optional<List<LiveCall>> calls(String running, String wanted) throws FailedException {
        Map<String, String> now = Catalogue.readAll(DomainXml.parse(running));
        Map<String, String> then = Catalogue.readAll(DomainXml.parse(wanted));
        Set<String> names = new LinkedHashSet<>(then.keySet());
        names.addAll(now.keySet());
        List<Assignment> changed = names.stream().filter(name -> !Catalogue.same(name, now.getOrDefault(name, Setting.DEFAULT), then.getOrDefault(name, Setting.DEFAULT)))
                .map(name -> new Assignment(name, then.getOrDefault(name, Setting.DEFAULT))).toList();
        return LiveCalls.between(running, wanted, changed);
    }

    /// A guest without the driver, or one that needs its memory, answers late or never.
    private static boolean asksGuest(String running, String wanted) throws FailedException {
        return calls(running, wanted).stream().flatMap(List::stream).anyMatch(call -> call instanceof LiveCall.Balloon || call instanceof LiveCall.Processors);
    }

    /// The same, until the run ends.
    private static Plan.Risk thisRun(Plan.Risk risk) {
        return risk.words().key().equals("change.risk.unsafe") ? new Plan.Risk(new Message("change.live.risk.unsafe", risk.words().args()), risk.dataLoss()) : risk;
    }

    private static List<Plan.Blocker> common(LiveSituation situation) {
        List<Plan.Blocker> all = new ArrayList<>();
        if (situation.readOnly()) all.add(new Plan.Blocker(Message.of("change.block.read-only"), Message.of("change.block.read-only.next")));
        if (!situation.info().persistent()) all.add(new Plan.Blocker(Message.of("change.block.transient"), Message.of("change.block.transient.next")));
        if (!situation.driver().equalsIgnoreCase("QEMU")) all.add(block("driver", situation.driver()));
        if (situation.underWay()) all.add(new Plan.Blocker(Message.of("change.live.block.under-way"), Message.of("change.live.block.under-way.next")));
        return all;
    }

    /// What stands in the way of saving this guest and resuming it with these values.
    private static List<Plan.Blocker> saving(LiveSituation situation, String after) throws FailedException {
        List<Plan.Blocker> all = new ArrayList<>();
        Definition now = DefinitionReader.read(situation.liveXml().orElseThrow());
        DomainState state = situation.info().state();
        if (state != DomainState.RUNNING && state != DomainState.BLOCKED && state != DomainState.PAUSED) all.add(block("state", state.word()));
        if (situation.info().managedSave()) all.add(block("saved"));
        DomainXml xml = DomainXml.parse(situation.liveXml().orElseThrow());
        Stream<String> found = UNSAVEABLE.entrySet().stream().filter(device -> xml.has(device.getKey())).map(Map.Entry::getValue);
        boolean handed = xml.elements("./devices/hostdev").stream().anyMatch(device -> !ofUsb(device));
        Stream.concat(found, handed ? Stream.of("hostdev") : Stream.of()).sorted().reduce((a, b) -> a + ", " + b)
                .ifPresent(devices -> all.add(block("devices", devices)));
        long needed = now.memoryKiB() * 1024 + BESIDE_MEMORY;
        situation.freeBytes().toOptional().filter(free -> free < needed).ifPresent(free -> all.add(block("space", needed >> 20, free >> 20)));
        List<String> standIns = situation.standIns();
        situation.gone().stream().filter(path -> !standIns.contains(path)).sorted().reduce((a, b) -> a + ", " + b).ifPresent(paths -> all.add(block("gone", paths)));
        noFlushes(situation, now, DefinitionReader.read(after)).ifPresent(all::add);
        return all;
    }

    /// The files that QEMU opens again when the guest is resumed. virt-install and virt-manager remove their kernel as soon as the
    /// machine runs (virtinst/install/installer.py: start_install), and QEMU, which has read it, goes on.
    static Set<String> opened(String running) throws FailedException {
        DomainXml xml = DomainXml.parse(running);
        Set<String> all = new LinkedHashSet<>();
        for (String element : List.of("./os/kernel", "./os/initrd", "./os/dtb")) xml.get(element).ifPresent(all::add);
        // A medium with a policy is one that libvirt can do without (virDomainStartupPolicy).
        for (Element source : xml.elements("./devices/disk/source")) source.attribute("file").filter(_ -> source.attribute("startupPolicy").isEmpty()).ifPresent(all::add);
        return all;
    }

    /// The only ones that libvirt saves a machine with (src/qemu/qemu_migration.c: qemuMigrationSrcIsAllowedHostdev).
    private static boolean ofUsb(Element hostdev) {
        return hostdev.attribute("type").equals(Optional.of("usb"));
    }

    /// A guest that was started without a write cache never sends a flush, and cannot be told that there is one now: every
    /// write would be as unsafe as under `unsafe`, without saying so.
    private static Optional<Plan.Blocker> noFlushes(LiveSituation situation, Definition now, Definition after) {
        for (Disk disk : after.disks()) {
            CacheMode mode = disk.effectiveCache();
            Optional<CacheMode> was = now.disk(disk.target()).map(Disk::effectiveCache);
            boolean deaf = situation.neverFlushing().contains(disk.target()) || was.filter(old -> !old.guestSeesCache()).isPresent();
            if (disk.written() && deaf && was.filter(mode::equals).isEmpty() && mode.guestSeesCache() && !mode.noFlush())
                return Optional.of(block("no-flushes", disk.target(), mode.libvirtName()));
        }
        return Optional.empty();
    }

    /// The guest believes flushed what is only in the host's memory, and QEMU does not flush it when the mode changes.
    static boolean leavesUnsafe(Definition before, Definition after) {
        return before.disks().stream().filter(disk -> disk.written() && disk.effectiveCache().noFlush())
                .anyMatch(disk -> after.disk(disk.target()).filter(then -> then.effectiveCache().noFlush()).isEmpty());
    }

    private static Plan.Blocker block(String what, Object... args) {
        return new Plan.Blocker(Message.of("change.live.block." + what, args), Message.of("change.live.block." + what + ".next"));
    }
}
