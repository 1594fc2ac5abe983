package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Plan;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Machines and plans as small as they can be.
final class Samples {
    static final String HOST = "test:///host";

    private Samples() {}

    static Disk disk(String target, CacheMode cache) {
        return new Disk(target, "disk", "file", Optional.of("/images/" + target + ".qcow2"), Optional.of("qcow2"), "virtio", cache, cache.libvirtName(),
                Optional.empty(), false, false);
    }

    static Definition definition(String name, String type, Disk... disks) {
        return new Definition(name, name + "-uuid", Optional.empty(), Optional.of("about " + name), type, "x86_64", "pc", "", GuestCpu.ABSENT, 1024, 1,
                Arrays.asList(disks), Optional.empty(), false, false);
    }

    static Machine off(String name, String type, CacheMode cache) {
        return new Machine(HOST, info(name, DomainState.SHUT_OFF), Fact.known(definition(name, type, disk("vda", cache)), "test"), Optional.empty(), List.of());
    }

    static Machine running(String name, Definition stored, Definition live, Machine.Pending... pending) {
        return new Machine(HOST, info(name, DomainState.RUNNING), Fact.known(stored, "test"), Optional.of(live), Arrays.asList(pending));
    }

    static DomainInfo info(String name, DomainState state) {
        return new DomainInfo(name + "-uuid", name, state, 0, true, false, false);
    }

    static Plan planFor(String machine) {
        return new Plan(HOST, machine + "-uuid", machine, Plan.Kind.SETTINGS, List.of(), "a", "b", List.of(), List.of(), Plan.When.AT_START, List.of(), List.of());
    }

    static Plan plan(String before, String after, boolean dataLoss, Plan.Blocker... blockers) {
        List<Plan.Risk> risks = dataLoss ? List.of(new Plan.Risk(Message.of("model.quoted", "data"), true)) : List.of();
        return new Plan(HOST, "uuid", "machine", Plan.Kind.SETTINGS, List.of(), before, after, List.of(), List.of(), Plan.When.AT_START, risks, Arrays.asList(blockers));
    }
}
