package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The evidence that rules give.
final class Seen {
    private Seen() {}

    /// Something that stands in the machine's definition.
    static Evidence defined(Machine machine, Message what, String value) {
        return Evidence.quoted(what, value, "virDomainGetXMLDesc(" + machine.name() + ")");
    }

    /// A fact, or why it is not known.
    static <T> Evidence fact(Message what, Fact<T> fact, Function<T, String> value) {
        return switch (fact) {
            case Fact.Known<T>(T known, String source) -> Evidence.quoted(what, value.apply(known), source);
            case Fact.Unknown<T>(Message reason) -> new Evidence(what, reason, "");
        };
    }

    static Evidence cache(Machine machine, Disk disk) {
        return defined(machine, Message.of("advice.evidence.cache", disk.target()), disk.cache().libvirtName());
    }

    static Evidence fileSystem(Fact<Place> place, String path) {
        return fact(Message.of("advice.evidence.file-system", path), place, known -> known.fileSystem() + " (" + known.device() + ")");
    }

    /// Gibibytes with one digit, for sentences.
    static double gib(double bytes) {
        return bytes / (1L << 30);
    }

    /// The local files among the disks that a machine writes, as it will next start with them.
    static Stream<Disk> writtenFiles(Machine machine) {
        return machine.stored().toOptional().stream().flatMap(stored -> stored.disks().stream()).filter(Disk::written)
                .filter(disk -> disk.sourceType().equals("file") && disk.source().filter(path -> path.startsWith("/")).isPresent());
    }

    static Fact<Place> place(Host host, Disk disk) {
        return disk.source().filter(path -> path.startsWith("/")).map(host::place).orElse(Fact.unknown("advice.place.not-a-file"));
    }

    /// Names, the first few of them.
    static String names(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(5, names.size()))) + (names.size() > 5 ? ", …" : "");
    }
}
