package io.github.virtcompanion.options;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.Map;

/// The settings of one disk together: `io='native'` needs a cache mode that bypasses the host's page cache.
final class DiskEdit {
    private DiskEdit() {}

    /// @param wanted setting's full name for this disk (`disk.vda.cache`) to value
    static void apply(Draft draft, String target, Map<String, String> wanted) throws FailedException {
        Setting cache = Catalogue.find("disk.*.cache");
        Setting io = Catalogue.find("disk.*.io");
        String cacheBefore = Catalogue.value(draft.xml(), cache, target);
        String ioBefore = Catalogue.value(draft.xml(), io, target);
        for (Map.Entry<String, String> entry : wanted.entrySet()) draft.put(Catalogue.find(entry.getKey()), target, entry.getValue());
        String cacheNow = Catalogue.value(draft.xml(), cache, target);
        if (cacheNow.equals(cacheBefore) && Catalogue.value(draft.xml(), io, target).equals(ioBefore)) return;
        // libvirt: "io='native' needs either no disk cache or directsync cache mode".
        if (!Catalogue.value(draft.xml(), io, target).equals("native") || CacheMode.of(cacheNow).filter(CacheMode::direct).isPresent()) return;
        if (wanted.containsKey(io.nameFor(target)))
            throw new Failure(Message.of("options.io-native-needs-direct", target, cacheNow),
                    Message.of("options.io-native-needs-direct.next", cache.nameFor(target)), "").asException();
        draft.put(io, target, Setting.DEFAULT);
        draft.note("options.note.io-native-dropped", target, cacheNow);
    }
}
