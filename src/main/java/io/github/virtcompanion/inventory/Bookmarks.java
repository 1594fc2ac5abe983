package io.github.virtcompanion.inventory;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What the user said about connections in this program: those he added, their names, which are opened at the start, and which
/// of virt-manager's he does not want to see here. One JSON file, `connections.json`.
final class Bookmarks {
    private static final String FILE = "connections.json";
    private static final Gson JSON = new Gson();
    private final PrivateFiles config;

    Bookmarks(PrivateFiles config) {
        this.config = config;
    }

    /// @param uri     libvirt's
    /// @param name    empty for the usual one
    /// @param atStart null where nothing was said
    /// @param hidden  virt-manager lists it, this program does not
    record Bookmark(String uri, String name, Boolean atStart, boolean hidden) {
        static Bookmark of(String uri) {
            return new Bookmark(uri, "", null, false);
        }
    }

    /// A file that cannot be read says nothing.
    List<Bookmark> all() {
        try {
            return read();
        } catch (FailedException e) {
            return List.of();
        }
    }

    private List<Bookmark> read() throws FailedException {
        try {
            Bookmark[] read = config.read(FILE).map(text -> JSON.fromJson(text, Bookmark[].class)).orElse(null);
            if (read == null) return List.of();
            return Arrays.stream(read).filter(Objects::nonNull).filter(each -> each.uri() != null && !each.uri().isBlank())
                    .map(each -> each.name() == null ? new Bookmark(each.uri(), "", each.atStart(), each.hidden()) : each).toList();
        } catch (JsonParseException e) {
            return List.of();
        }
    }

    void change(String uri, UnaryOperator<Bookmark> how) throws FailedException {
        try (PrivateFiles.Lock _ = config.lock(FILE)) {
            List<Bookmark> now = new ArrayList<>(read());
            Optional<Bookmark> there = now.stream().filter(each -> each.uri().equals(uri)).findFirst();
            Bookmark changed = how.apply(there.orElse(Bookmark.of(uri)));
            there.ifPresentOrElse(old -> now.set(now.indexOf(old), changed), () -> now.add(changed));
            config.write(FILE, JSON.toJson(now) + "\n");
        }
    }

    void remove(String uri) throws FailedException {
        try (PrivateFiles.Lock _ = config.lock(FILE)) {
            config.write(FILE, JSON.toJson(read().stream().filter(each -> !each.uri().equals(uri)).toList()) + "\n");
        }
    }
}
