package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageFacts.Space;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.system.SystemFiles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was seen of disk images when a tree was captured: `capture/images`, a line for each, of a path and `key=value`
/// words with tabs between them. What is not said there is not known.
///
/// ```
/// /var/lib/libvirt/images/a.qcow2	direct=yes	free=1000	total=2000	allocated=10	format=qcow2	virtual=100	cluster=65536	snapshots=0	chain=
/// ```
final class RecordedImages {
    static final String PATH = "/capture/images";
    private static final int MOST = 10_000;

    private RecordedImages() {}

    /// What is looked at in an image itself, without the devices under it.
    record Image(Fact<Boolean> direct, Fact<Space> space, Fact<Long> allocated, Fact<ImageHeader> header, Fact<List<String>> chain) {
        static Image unknown(Fact<?> why) {
            return new Image(why.map(_ -> null), why.map(_ -> null), why.map(_ -> null), why.map(_ -> null), why.map(_ -> null));
        }
    }

    static Map<String, Image> read(SystemFiles files) {
        return parse(files.lines(PATH).toOptional().orElse(List.of()));
    }

    static Map<String, Image> parse(List<String> lines) {
        Map<String, Image> images = new HashMap<>();
        lines.stream().limit(MOST).forEach(line -> {
            String[] words = line.split("\t", -1);
            Map<String, String> values = new HashMap<>();
            for (String word : words) {
                int equals = word.indexOf('=');
                if (equals > 0 && !word.startsWith("/")) values.put(word.substring(0, equals), word.substring(equals + 1));
            }
            if (words[0].startsWith("/")) images.put(words[0], image(values));
        });
        return images;
    }

    private static Image image(Map<String, String> values) {
        Image none = Image.unknown(Fact.unknown("host.image.not-recorded"));
        String direct = values.getOrDefault("direct", "");
        Optional<Long> free = number(values, "free");
        Optional<Long> total = number(values, "total");
        Optional<Long> size = number(values, "virtual");
        String format = values.getOrDefault("format", "");
        return new Image(direct.equals("yes") || direct.equals("no") ? Fact.known(direct.equals("yes"), PATH) : none.direct,
                free.isPresent() && total.isPresent() ? Fact.known(new Space(free.get(), total.get()), PATH) : none.space,
                number(values, "allocated").map(bytes -> Fact.known(bytes, PATH)).orElse(none.allocated),
                size.isPresent() && !format.isEmpty() ? Fact.known(header(values, format, size.get()), PATH) : none.header,
                values.containsKey("chain") ? Fact.known(values.get("chain").isEmpty() ? List.of() : List.of(values.get("chain").split(":(?=/)")), PATH) : none.chain);
    }

    private static ImageHeader header(Map<String, String> values, String format, long size) {
        Optional<String> backing = Optional.ofNullable(values.get("backing"));
        List<String> marks = List.of(values.getOrDefault("marks", "").split(","));
        return new ImageHeader(format, size, number(values, "cluster").filter(bytes -> bytes <= 1 << 21).orElse(0L).intValue(),
                number(values, "snapshots").filter(count -> count <= 65536).orElse(0L).intValue(), backing, marks.contains("corrupt"), marks.contains("dirty"), marks.contains("encrypted"));
    }

    private static Optional<Long> number(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key)).filter(word -> word.matches("\\d{1,18}")).map(Long::parseLong);
    }

    static String write(Map<String, ImageFacts> images) {
        StringBuilder text = new StringBuilder();
        images.entrySet().stream().sorted(Map.Entry.comparingByKey()).filter(entry -> !entry.getKey().matches("(?s).*[\t\n].*"))
                .forEach(entry -> text.append(entry.getKey()).append(words(entry.getValue())).append('\n'));
        return text.toString();
    }

    private static String words(ImageFacts image) {
        List<String> words = new ArrayList<>();
        image.direct().toOptional().ifPresent(works -> words.add("direct=" + (works ? "yes" : "no")));
        image.space().toOptional().ifPresent(space -> words.add("free=" + space.freeBytes() + "\ttotal=" + space.totalBytes()));
        image.allocatedBytes().toOptional().ifPresent(bytes -> words.add("allocated=" + bytes));
        image.header().toOptional().ifPresent(header -> {
            words.add("format=" + header.format() + "\tvirtual=" + header.virtualBytes() + "\tcluster=" + header.clusterBytes() + "\tsnapshots=" + header.snapshots());
            // A URL may hold a password.
            header.backing().filter(name -> !name.matches("(?s).*[\t\n:].*")).ifPresent(name -> words.add("backing=" + name));
            String marks = (header.corrupt() ? "corrupt," : "") + (header.dirty() ? "dirty," : "") + (header.encrypted() ? "encrypted," : "");
            if (!marks.isEmpty()) words.add("marks=" + marks);
        });
        image.chain().toOptional().filter(chain -> chain.stream().allMatch(name -> name.startsWith("/") && !name.matches("(?s).*[\t\n].*"))).ifPresent(chain -> words.add("chain=" + String.join(":", chain)));
        return words.isEmpty() ? "" : "\t" + String.join("\t", words);
    }
}
