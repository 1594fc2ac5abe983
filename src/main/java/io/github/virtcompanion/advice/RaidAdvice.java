package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Proposal;
import io.github.virtcompanion.model.RaidArray;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What /proc/mdstat means for the machines on it.
final class RaidAdvice {
    private static final String MD = "https://docs.kernel.org/admin-guide/md.html";
    private static final String MDSTAT = "/proc/mdstat";

    private RaidAdvice() {}

    static Stream<Finding> about(Host host, List<Machine> machines) {
        return host.raid().toOptional().stream().flatMap(List::stream).flatMap(array -> about(array, machines.stream().filter(machine -> liesOn(host, machine, array)).map(Machine::name).toList()));
    }

    /// The first cause to name for a slow machine: nothing else is worth changing or measuring while its array works on itself.
    static Stream<Finding> about(Host host, Machine machine) {
        return host.raid().toOptional().stream().flatMap(List::stream).filter(array -> (array.degraded() || busy(array)) && liesOn(host, machine, array))
                .map(array -> finding("slow-array-underneath", Finding.Severity.SLOW, array, machine.name(), List.of(), Message.of("advice.on-array.title", array.name()),
                        Message.of(busy(array) ? "advice.on-array.because-busy" : "advice.on-array.because-degraded")));
    }

    private static boolean busy(RaidArray array) {
        return array.activity().filter(activity -> activity.waiting().isEmpty()).isPresent();
    }

    private static boolean liesOn(Host host, Machine machine, RaidArray array) {
        return Stream.concat(machine.stored().toOptional().stream(), machine.live().stream()).flatMap(definition -> definition.disks().stream()).filter(Disk::written)
                .flatMap(disk -> Seen.place(host, disk).toOptional().stream())
                .anyMatch(place -> place.disks().stream().anyMatch(name -> name.equals(array.name()) || name.startsWith(array.name() + "p")));
    }

    private static Stream<Finding> about(RaidArray array, List<String> machines) {
        Stream.Builder<Finding> all = Stream.builder();
        if (array.degraded())
            all.add(finding("raid-degraded", Finding.Severity.DANGER, array, array.name(), machines,
                    Message.of("advice.raid-degraded.title", array.name(), array.present().orElse(0), array.wanted().orElse(0)),
                    because(array)));
        if (array.notRunning())
            all.add(array.state().startsWith("broken") ? finding("raid-not-running", Finding.Severity.DANGER, array, array.name(), machines,
                    Message.of("advice.raid-broken.title", array.name()), Message.of("advice.raid-broken.because"))
                    : finding("raid-not-running", Finding.Severity.DANGER, array, array.name(), machines,
                    Message.of("advice.raid-inactive.title", array.name()), Message.of("advice.raid-inactive.because")));
        array.activity().filter(activity -> activity.waiting().isEmpty()).ifPresent(activity ->
                all.add(finding("raid-busy", Finding.Severity.SLOW, array, array.name(), machines,
                        Message.of("advice.raid-busy.title", array.name(), activity.kind(), activity.percent().orElse(0.0)),
                        Message.of("advice.raid-busy.because"))));
        if (array.noRedundancy() && !array.notRunning())
            all.add(finding("raid-no-redundancy", Finding.Severity.HINT, array, array.name(), machines,
                    Message.of(array.members().size() == 1 ? "advice.raid-one-disk.title" : array.level().equals(Optional.of("linear")) ? "advice.linear.title" : "advice.raid0.title", array.name()),
                    Message.of("advice.raid0.because", array.members().size())));
        return all.build();
    }

    private static Message because(RaidArray array) {
        int missing = array.wanted().orElse(0) - array.present().orElse(0);
        int spare = array.spareDisks().orElse(0);
        return spare > 0 ? Message.of("advice.raid-degraded.because-spare", missing, spare) : Message.of(spare < 0 ? "advice.raid-degraded.because-failed" : "advice.raid-degraded.because", missing);
    }

    private static Finding finding(String id, Finding.Severity severity, RaidArray array, String subject, List<String> machines, Message title, Message because) {
        String line = array.name() + " : " + Stream.concat(Stream.of(array.state(), array.level().orElse("")).filter(word -> !word.isEmpty()), array.members().stream()).collect(Collectors.joining(" "));
        List<Evidence> evidence = new ArrayList<>(List.of(Evidence.quoted(Message.of("advice.evidence.raid"), line, MDSTAT)));
        if (!machines.isEmpty()) evidence.add(Evidence.quoted(Message.of("advice.evidence.machines-on-it"), Seen.names(machines), "virDomainGetXMLDesc"));
        return new Finding(id, severity, subject, title, because, evidence, new Proposal.None(), MD);
    }
}
