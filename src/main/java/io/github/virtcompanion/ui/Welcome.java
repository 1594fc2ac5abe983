package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was found at the first start, in three sentences: machines, KVM, advice.
final class Welcome {
    /// The reader's own words, and those of a line that has not heard of it.
    private static final Set<String> NOT_YET = Set.of("inventory.host.not-read-yet", "ui.host.not-yet");

    private Welcome() {}

    /// @return fewer where no connection could be opened; empty until every connection has answered and its host has been looked at
    static List<String> sentences(Words words, MachinesModel list) {
        List<Row.OfConnection> connections = list.allConnections().toList();
        if (connections.isEmpty() || connections.stream().anyMatch(row -> row.status.get() instanceof Status.Connecting)) return List.of();
        List<Row.OfConnection> open = connections.stream().filter(row -> row.status.get().connected()).toList();
        if (open.stream().anyMatch(row -> row.host.get() instanceof Fact.Unknown<Host>(Message why) && NOT_YET.contains(why.key()))) return List.of();
        List<Row.OfMachine> machines = connections.stream().flatMap(row -> list.machinesOf(row.connection())).toList();
        long emulated = machines.stream().filter(Row.OfMachine::emulated).count();
        int advice = machines.stream().mapToInt(row -> row.findings.get().size()).sum() + open.stream().mapToInt(row -> row.findings.get().size()).sum();
        if (open.isEmpty()) return List.of(words.say("ui.welcome.none-open"), words.say("ui.welcome.kvm-unknown"));
        return List.of(counted(words, machines.size(), open.size(), emulated),
                open.stream().map(row -> row.host.get()).map(Welcome::kvm).flatMap(Optional::stream).findFirst().map(words::say)
                        .orElse(words.say("ui.welcome.kvm-unknown")),
                words.say("ui.welcome.advice", advice));
    }

    private static String counted(Words words, int machines, int connections, long emulated) {
        return switch (machines) {
            case 0 -> words.say("ui.welcome.machine.none", connections);
            case 1 -> words.say("ui.welcome.machine.one", connections, emulated);
            default -> words.say("ui.welcome.machines", machines, connections, emulated);
        };
    }

    private static Optional<Message> kvm(Fact<Host> host) {
        return host.toOptional().map(known -> known.virtualization().summary());
    }
}
