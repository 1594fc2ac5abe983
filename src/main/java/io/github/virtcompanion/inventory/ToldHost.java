package io.github.virtcompanion.inventory;

import io.github.virtcompanion.advice.Diagnosis;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.HostFacts;
import io.github.virtcompanion.model.HostTuning;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.model.StoragePool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A host known only by what libvirt tells of it: architecture, KVM, board, and what its storage pools are. Everything
/// else is unknown, with the reason.
final class ToldHost {
    /// Pools that name a file system of their own; a directory says nothing of what it lies on.
    private static final Set<String> FILE_SYSTEMS = Set.of("fs", "netfs");

    private ToldHost() {}

    /// @param why the host's own files are not read
    static Host of(String uri, LibvirtView view, Set<String> imagePaths, Message why) {
        HostFacts facts = HostFacts.notRead(why).withBoard(view.host().board());
        Map<String, Fact<Place>> places = new HashMap<>();
        imagePaths.forEach(path -> places.put(path, place(path, view.host().pools(), why)));
        Fact<String> arch = view.host().arch();
        return new Host(uri, Diagnosis.judge(facts, view), places, Fact.unknown(why), Fact.unknown(why), arch, Map.of(), HostTuning.notRead(why), view.host().node());
    }

    private static Fact<Place> place(String path, Fact<List<StoragePool>> pools, Message why) {
        if (!(pools instanceof Fact.Known<List<StoragePool>>(List<StoragePool> known, String source))) return Fact.unknown(why);
        Optional<StoragePool> pool = known.stream().filter(candidate -> candidate.holds(path)).findFirst();
        if (pool.isEmpty()) return Fact.unknown(why);
        Optional<String> fileSystem = fileSystem(pool.get());
        if (fileSystem.isEmpty()) return Fact.unknown("inventory.place.pool", pool.get().name(), pool.get().type());
        Fact<Boolean> unknown = Fact.unknown(why);
        // Where the file system has no such attribute at all, that much is known.
        Fact<Boolean> noCow = fileSystem.get().equals("btrfs") ? unknown : Fact.known(false, fileSystem.get());
        return Fact.known(new Place(path, pool.get().path(), fileSystem.get(), pool.get().source(), List.of(), unknown, noCow, Fact.unknown(why)),
                source + "(" + pool.get().name() + ")");
    }

    private static Optional<String> fileSystem(StoragePool pool) {
        if (!FILE_SYSTEMS.contains(pool.type()) || pool.format().isEmpty() || pool.format().equals("auto")) return Optional.empty();
        return Optional.of(pool.format());
    }
}
