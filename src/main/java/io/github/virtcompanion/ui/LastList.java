package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Status;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.Machine;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The list as it was when the window was closed, to be there at once the next time: greyed, until each connection has
/// answered. Only as many machines as anybody looks at in that second.
final class LastList {
    private static final int MACHINES_AT_MOST = 300;

    private LastList() {}

    /// One connection after another: URI, label, then uuid, name, title, state and type of each machine.
    static String write(MachinesModel list) {
        int[] left = {MACHINES_AT_MOST};
        return list.allConnections().filter(row -> !row.demo() && row.status.get().connected())
                .map(row -> Stream.concat(Stream.of(row.connection(), row.label()), list.machinesOf(row.connection()).limit(Math.max(0, left[0])).peek(_ -> left[0]--)
                        .flatMap(machine -> Stream.of(machine.uuid(), machine.now().name(), machine.now().label(), machine.now().info().shownState().name(),
                                machine.now().current().map(Definition::type).orElse("")))).map(LastList::encoded).collect(Collectors.joining("&")))
                .collect(Collectors.joining(";"));
    }

    /// What is damaged is passed over.
    static void show(String written, MachinesModel list) {
        for (String connection : written.split(";")) {
            try {
                List<String> words = Arrays.stream(connection.split("&", -1)).map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8)).toList();
                if (words.size() < 2 || (words.size() - 2) % 5 != 0) continue;
                list.connection(words.getFirst(), words.get(1), false).status.set(new Status.Connecting());
                for (int i = 2; i < words.size(); i += 5) list.put(machine(words.getFirst(), words.subList(i, i + 5))).remembered.set(true);
            } catch (IllegalArgumentException _) {
                // The file was edited by hand.
            }
        }
        list.arrange();
    }

    private static Machine machine(String connection, List<String> words) {
        DomainState state = DomainState.valueOf(words.get(3));
        Definition definition = new Definition(words.get(1), words.getFirst(), Optional.of(words.get(2)), Optional.empty(), words.get(4), "", "", "", GuestCpu.ABSENT, 0, 1,
                List.of(), Optional.empty(), false, false);
        return new Machine(connection, new DomainInfo(words.getFirst(), words.get(1), state == DomainState.SAVED ? DomainState.SHUT_OFF : state, 0, true,
                state == DomainState.SAVED, false), Fact.known(definition, "last time"), Optional.empty(), List.of());
    }

    private static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }
}
