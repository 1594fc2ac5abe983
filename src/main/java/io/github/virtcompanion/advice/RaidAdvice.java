package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Proposal;
import io.github.virtcompanion.model.RaidArray;

import java.util.List;
import java.util.stream.Stream;

/// What /proc/mdstat means for the machines on it.
final class RaidAdvice {
    private static final String MD = "https://docs.kernel.org/admin-guide/md.html";
    private static final String MDSTAT = "/proc/mdstat";

    private RaidAdvice() {}

    static Stream<Finding> about(Host host, List<Machine> machines) {
        return host.raid().toOptional().stream().flatMap(List::stream).flatMap(RaidAdvice::about);
    }

    private static Stream<Finding> about(RaidArray array) {
        Stream.Builder<Finding> all = Stream.builder();
        if (array.degraded())
            all.add(finding("raid-degraded", Finding.Severity.DANGER, array,
                    Message.of("advice.raid-degraded.title", array.name(), array.present().orElse(0), array.wanted().orElse(0)),
                    Message.of("advice.raid-degraded.because")));
        array.activity().filter(activity -> activity.waiting().isEmpty()).ifPresent(activity ->
                all.add(finding("raid-busy", Finding.Severity.SLOW, array,
                        Message.of("advice.raid-busy.title", array.name(), activity.kind(), activity.percent().orElse(0.0)),
                        Message.of("advice.raid-busy.because"))));
        if (array.noRedundancy())
            all.add(finding("raid-no-redundancy", Finding.Severity.HINT, array,
                    Message.of("advice.raid0.title", array.name(), array.level().orElse("")),
                    Message.of("advice.raid0.because", array.members().size())));
        return all.build();
    }

    private static Finding finding(String id, Finding.Severity severity, RaidArray array, Message title, Message because) {
        String line = array.name() + " : " + array.state() + " " + array.level().orElse("") + " " + String.join(" ", array.members());
        return new Finding(id, severity, array.name(), title, because,
                List.of(Evidence.quoted(Message.of("advice.evidence.raid"), line, MDSTAT)), new Proposal.None(), MD);
    }
}
