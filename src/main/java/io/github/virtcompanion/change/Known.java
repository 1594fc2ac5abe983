package io.github.virtcompanion.change;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.virtcompanion.model.Beside;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The definition that each machine had when this program last looked: what it has now is compared with that.
final class Known {
    private static final Gson JSON = new Gson();
    private static final String DIRECTORY = "known";
    private static final String END = ".json";

    private final PrivateFiles files;

    Known(PrivateFiles files) {
        this.files = files;
    }

    /// @param definition with its passwords
    /// @param beside     whether it tells what libvirt keeps beside it, too: older releases did not look
    record Seen(String connection, String uuid, String machine, String definition, boolean beside) {
        Seen(String connection, String uuid, String machine, String definition) {
            this(connection, uuid, machine, definition, true);
        }

        /// As far as is known: what was never looked at is as it is now.
        String definition(String now) {
            return beside ? definition : Beside.like(definition, now);
        }

        private boolean whole() {
            return connection != null && uuid != null && machine != null && definition != null;
        }
    }

    Optional<Seen> of(String connection, String uuid) throws FailedException {
        return files.read(Journal.name(DIRECTORY, connection, uuid) + END).flatMap(Known::parse);
    }

    List<Seen> all(String connection) throws FailedException {
        List<Seen> all = new ArrayList<>();
        for (String file : files.list(DIRECTORY)) files.read(DIRECTORY + "/" + file).flatMap(Known::parse).filter(seen -> seen.connection().equals(connection)).ifPresent(all::add);
        return all;
    }

    void put(Seen seen) throws FailedException {
        files.write(Journal.name(DIRECTORY, seen.connection(), seen.uuid()) + END, JSON.toJson(seen));
    }

    /// Of a machine that was never looked at before: a thousand of them would keep a slow disk busy for a minute, and what is lost
    /// with the power is looked at anew.
    void first(Seen seen) throws FailedException {
        files.writeSoon(Journal.name(DIRECTORY, seen.connection(), seen.uuid()) + END, JSON.toJson(seen));
    }

    private static Optional<Seen> parse(String text) {
        try {
            return Optional.ofNullable(JSON.fromJson(text, Seen.class)).filter(Seen::whole);
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }
}
