package io.github.virtcompanion.change;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PlainFiles;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A machine's history for other programs and for keeping: the form is documented in the manual page.
///
/// @param together what was changed with entries, by their ids
public record HistoryAsJson(List<HistoryEntry> entries, Map<String, Batch> together) {
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    public List<Map<String, Object>> maps() {
        Undone undone = Undone.of(entries);
        return entries.stream().map(entry -> map(entry, undone)).toList();
    }

    private Map<String, Object> map(HistoryEntry entry, Undone undone) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", entry.id());
        map.put("at", entry.at().toString());
        map.put("domain", entry.machine());
        map.put("kind", word(entry.kind()));
        map.put("state", word(entry.state()));
        map.put("user", entry.author().user());
        map.put("through", entry.author().through());
        map.put("why", entry.author().why());
        map.put("said", entry.said());
        map.put("settings", entry.settings());
        map.put("batch", together.containsKey(entry.id()) ? together.get(entry.id()).id() : null);
        map.put("undoes", entry.undoes().orElse(null));
        map.put("takenBack", undone.takenBack().contains(entry.id()));
        map.put("diff", entry.diff());
        return map;
    }

    /// With the whole definitions.
    private Map<String, Object> whole(String connection, String machine, String uuid, boolean withPasswords) {
        List<Map<String, Object>> all = maps();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).put("before", withPasswords ? entries.get(i).before() : Secrets.blank(entries.get(i).before()));
            all.get(i).put("after", withPasswords ? entries.get(i).after() : Secrets.blank(entries.get(i).after()));
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("connection", connection);
        map.put("domain", machine);
        map.put("uuid", uuid);
        map.put("passwords", withPasswords);
        map.put("entries", all);
        return map;
    }

    /// Which are left out unless they are asked for.
    public boolean hasPasswords() {
        return entries.stream().anyMatch(entry -> Secrets.in(entry.before()) || Secrets.in(entry.after()));
    }

    /// For its owner alone, where it is a new file.
    public void save(Path file, String connection, String machine, String uuid, boolean withPasswords) throws FailedException {
        new PlainFiles().saveForOwner(file, (JSON.toJson(whole(connection, machine, uuid, withPasswords)) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
