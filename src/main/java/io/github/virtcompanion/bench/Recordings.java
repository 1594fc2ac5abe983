package io.github.virtcompanion.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonArray;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Recordings in `meters` of the state directory, a file each, the newest [#MOST] of them.
public final class Recordings {
    private static final String DIRECTORY = "meters";
    private static final int MOST = 60;
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private final PrivateFiles state;

    public Recordings(PrivateFiles state) {
        this.state = state;
    }

    /// In place of what was kept of the same recording before. Nothing is kept of one without a figure.
    public void keep(Recording recording) throws FailedException {
        if (recording.meter().from().isEmpty()) return;
        // Sorted by time; a colon is not for every file system.
        state.write(DIRECTORY + "/" + recording.meter().from().get().toEpochMilli() + "-" + recording.uuid() + ".json", JSON.toJson(object(recording)) + "\n");
        List<String> names = state.list(DIRECTORY);
        for (String old : names.subList(0, Math.max(0, names.size() - MOST))) state.delete(DIRECTORY + "/" + old);
    }

    /// Of a machine, the newest first.
    public List<Recording> of(String uuid) throws FailedException {
        List<Recording> found = new ArrayList<>();
        for (String name : state.list(DIRECTORY))
            if (name.endsWith("-" + uuid + ".json")) state.read(DIRECTORY + "/" + name).flatMap(Recordings::parse).ifPresent(found::addFirst);
        return found;
    }

    /// As it is kept, and as JSON tells it.
    public static JsonObject object(Recording recording) {
        JsonObject all = new JsonObject();
        all.addProperty("uuid", recording.uuid());
        all.addProperty("domain", recording.machine());
        JsonArray stretches = new JsonArray();
        for (Stretch stretch : recording.meter().stretches()) {
            JsonObject one = new JsonObject();
            one.addProperty("modes", stretch.modes());
            one.addProperty("from", stretch.from().toString());
            one.addProperty("to", stretch.to().toString());
            one.addProperty("busySeconds", stretch.busy());
            one.addProperty("bytes", stretch.bytes());
            one.addProperty("writes", stretch.writes());
            one.addProperty("flushes", stretch.flushes());
            one.addProperty("flushNanoseconds", stretch.flushNanos());
            stretch.kibPerSecond().ifPresent(rate -> one.addProperty("kibPerSecond", Math.round(rate * 10) / 10.0));
            stretches.add(one);
        }
        all.add("stretches", stretches);
        all.addProperty("secondsPerPoint", recording.meter().step());
        JsonArray curve = new JsonArray();
        recording.meter().curve().forEach(rate -> curve.add(Math.round(rate * 10) / 10.0));
        all.add("curve", curve);
        return all;
    }

    /// Empty where it is no such text.
    static Optional<Recording> parse(String text) {
        try {
            JsonObject all = JsonParser.parseString(text).getAsJsonObject();
            List<Stretch> stretches = new ArrayList<>();
            for (JsonElement each : all.getAsJsonArray("stretches")) {
                JsonObject one = each.getAsJsonObject();
                stretches.add(new Stretch(one.get("modes").getAsString(), Instant.parse(one.get("from").getAsString()), Instant.parse(one.get("to").getAsString()),
                        one.get("busySeconds").getAsDouble(), one.get("bytes").getAsLong(), one.get("writes").getAsLong(), one.get("flushes").getAsLong(),
                        one.get("flushNanoseconds").getAsLong()));
            }
            List<Double> curve = all.getAsJsonArray("curve").asList().stream().map(JsonElement::getAsDouble).toList();
            return Optional.of(new Recording(all.get("uuid").getAsString(), all.get("domain").getAsString(),
                    new Meter(stretches, curve, all.get("secondsPerPoint").getAsDouble(), new Meter.Open(0, 0), Optional.empty(), Optional.empty())));
        } catch (JsonParseException | IllegalStateException | NullPointerException | ClassCastException | IllegalArgumentException
                 | UnsupportedOperationException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
