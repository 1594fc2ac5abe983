package io.github.virtcompanion.change;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.virtcompanion.model.Assignment;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A [HistoryEntry] as its file has it. Words are not stored: they are made anew in the reader's language.
record EntryForm(String id, String connection, String uuid, String machine, String at, String kind, String state, List<Assignment> assignments,
                 String before, String after, String undoes, String user, String through, String why, String said) {
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    static String write(HistoryEntry entry) {
        return JSON.toJson(new EntryForm(entry.id(), entry.connection(), entry.uuid(), entry.machine(), entry.at().toString(), entry.kind().name(), entry.state().name(),
                entry.assignments(), entry.before(), entry.after(), entry.undoes().orElse(null), entry.author().user(), entry.author().through(), entry.author().why(), entry.said()));
    }

    /// @return empty where the file is damaged
    static Optional<HistoryEntry> read(String text) {
        try {
            return Optional.ofNullable(JSON.fromJson(text, EntryForm.class)).map(EntryForm::entry);
        } catch (JsonParseException | IllegalArgumentException | NullPointerException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /// @throws NullPointerException something is missing: the file is damaged
    private HistoryEntry entry() {
        for (String needed : new String[] {id, connection, uuid, machine, before, after}) Objects.requireNonNull(needed);
        for (Assignment assignment : assignments) {
            Objects.requireNonNull(assignment.setting());
            Objects.requireNonNull(assignment.value());
        }
        // Older versions wrote no author.
        Author author = through == null ? Author.UNKNOWN : new Author(Objects.requireNonNullElse(user, ""), through, Objects.requireNonNullElse(why, ""));
        return new HistoryEntry(id, connection, uuid, machine, Instant.parse(at), Plan.Kind.valueOf(kind), HistoryEntry.State.valueOf(state),
                assignments, before, after, Optional.ofNullable(undoes), author, Objects.requireNonNullElse(said, ""));
    }
}
