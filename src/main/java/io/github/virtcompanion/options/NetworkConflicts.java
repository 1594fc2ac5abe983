package io.github.virtcompanion.options;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static io.github.virtcompanion.options.ConflictRule.found;
import static io.github.virtcompanion.options.ConflictRule.odd;
import static io.github.virtcompanion.options.ConflictRule.refused;

/// Of one network card, mostly with what the host's side of it cannot do (virDomainNetDefValidatePortOptions,
/// qemuValidateNetSupportsCoalesce, virNetDevSupportsBandwidth).
final class NetworkConflicts {
    private static final Set<String> USER = Set.of("user", "vhostuser");
    private static final Set<String> WITHOUT_COALESCE = Set.of("user", "vhostuser", "hostdev");
    private static final Set<String> BRIDGED = Set.of("", "network", "bridge");
    private static final Set<String> FILTERED = Set.of("", "network", "bridge", "ethernet");
    private static final Set<String> LIMITED = Set.of("", "network", "bridge", "ethernet", "direct");
    private static final List<ConflictRule<Card>> RULES = List.of(
            refused("card-vfio", card -> card.is("driver", "vfio") && !card.type.equals("hostdev") && !card.type.isEmpty(), card -> List.of(card.key, card.type)),
            refused("card-type", card -> card.set("driver") && !card.is("driver", "vfio") && card.type.equals("hostdev"), card -> card.words("driver")),
            refused("card-type", card -> card.is("isolated", "yes") && !BRIDGED.contains(card.type), card -> card.words("isolated")),
            refused("card-type", card -> card.set("coalesce") && WITHOUT_COALESCE.contains(card.type), card -> card.words("coalesce")),
            odd("card-type", card -> card.set("filter") && !FILTERED.contains(card.type), card -> card.words("filter")),
            odd("card-type", card -> card.machine.each(card.name("bandwidth."), "").anyMatch(Chosen.One::set) && !LIMITED.contains(card.type), card -> card.words("bandwidth")),
            refused("passt-user", card -> card.is("backend", "passt") && !USER.contains(card.type), card -> List.of(card.key)),
            refused("ports-passt", card -> card.set("portForward") && !card.is("backend", "passt"), card -> List.of(card.key)),
            odd("queues-model", card -> card.set("queues") && !card.of("model").startsWith("virtio") && card.set("model"), card -> List.of(card.key, card.of("model"))));

    private NetworkConflicts() {}

    static Stream<Conflict> in(Chosen machine) {
        return machine.each("nic.", ".backend").map(backend -> Card.of(machine, backend.key())).flatMap(card -> found(card, RULES));
    }

    /// @param type of the host's side; empty where the definition has none
    private record Card(Chosen machine, String key, String type) implements Chosen.Part {
        static Card of(Chosen machine, String key) {
            return new Card(machine, key, machine.xml().elements(Key.into("./devices/interface[mac/@address='*']", key)).stream().findFirst().flatMap(nic -> nic.attribute("type")).orElse(""));
        }

        @Override
        public String prefix() {
            return "nic." + key + ".";
        }

        List<Object> words(String setting) {
            return List.of(key, name(setting), type);
        }
    }
}
