package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.ImageFacts;
import io.github.virtcompanion.model.ImageFacts.Space;
import io.github.virtcompanion.model.ImageHeader;
import io.github.virtcompanion.model.Preallocation;
import io.github.virtcompanion.system.SystemFiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was seen of disk images when a tree was captured: `capture/images`, a line for each, of a path and `key=value`
/// words with tabs between them. What is not said there is not known.
///
/// ```
/// /var/lib/libvirt/images/a.qcow2	direct=yes	free=1000	total=2000	allocated=10	format=qcow2	virtual=100	cluster=65536	snapshots=0	chain=
/// ```
///
/// What a remote host sends is as its commands gave it: `head` the first bytes in base64, `length` of the file, `type` of its
/// file system, `closed` where it may not be read.
final class RecordedImages {
    static final String PATH = "/capture/images";
    private static final int MOST = 10_000;
    private static final Fact<?> NOT_RECORDED = Fact.unknown("host.image.not-recorded");

    private RecordedImages() {}

    /// What is looked at in an image itself, without the devices under it.
    record Image(Fact<Boolean> direct, Fact<Space> space, Fact<Long> allocated, Fact<ImageHeader> header, Fact<Preallocation> preallocation, Fact<List<String>> chain) {
        static Image unknown(Fact<?> why) {
            return new Image(why.map(_ -> null), why.map(_ -> null), why.map(_ -> null), why.map(_ -> null), why.map(_ -> null), why.map(_ -> null));
        }

        Image with(Fact<Boolean> works) {
            return new Image(works, space, allocated, header, preallocation, chain);
        }

        Image over(Fact<List<String>> backing) {
            return new Image(direct, space, allocated, header, preallocation, backing);
        }
    }

    static Map<String, Image> read(SystemFiles files) {
        return parse(files.lines(PATH).toOptional().orElse(List.of()));
    }

    static Map<String, Image> parse(List<String> lines) {
        Map<String, Image> images = new HashMap<>();
        Map<String, Map<String, String>> said = new LinkedHashMap<>();
        lines.stream().limit(MOST).forEach(line -> {
            String[] words = line.split("\t", -1);
            Map<String, String> values = new HashMap<>();
            for (String word : words) {
                int equals = word.indexOf('=');
                if (equals > 0 && !word.startsWith("/")) values.put(word.substring(0, equals), word.substring(equals + 1));
            }
            if (words[0].startsWith("/")) said.put(words[0], values);
        });
        said.forEach((path, values) -> images.put(path, image(path, values)));
        // Of headers that came as they are, the files under each other are still to be followed.
        said.forEach((path, values) -> {
            if (values.containsKey("head") && !values.containsKey("chain"))
                images.put(path, images.get(path).over(ImageHeads.chain(path, images.get(path).header, name -> images.getOrDefault(name, Image.unknown(NOT_RECORDED)).header)));
        });
        return images;
    }

    private static Image image(String path, Map<String, String> values) {
        Image none = Image.unknown(values.containsKey("closed") ? Fact.unknown("system.file.denied", path) : NOT_RECORDED);
        String direct = values.getOrDefault("direct", "");
        Optional<Long> free = number(values, "free");
        Optional<Long> total = number(values, "total");
        Fact<Long> allocated = number(values, "allocated").map(bytes -> Fact.known(bytes, PATH)).orElse(none.allocated);
        Fact<ImageHeader> header = header(path, values).orElse(none.header);
        Optional<Preallocation> preallocation = Arrays.stream(Preallocation.values()).filter(one -> one.word().equals(values.get("preallocation"))).findFirst();
        return new Image(direct.equals("yes") || direct.equals("no") ? Fact.known(direct.equals("yes"), PATH) : none.direct,
                free.isPresent() && total.isPresent() ? Fact.known(new Space(free.get(), total.get()), PATH) : none.space, allocated, header,
                preallocation.map(known -> Fact.known(known, PATH)).orElseGet(() -> values.containsKey("length")
                        ? ImageHeads.preallocation(values.getOrDefault("type", ""), header, number(values, "length").map(bytes -> Fact.known(bytes, PATH)).orElse(none.allocated), allocated) : none.preallocation),
                values.containsKey("chain") ? Fact.known(values.get("chain").isEmpty() ? List.of() : List.of(values.get("chain").split(":(?=/)")), PATH) : none.chain);
    }

    /// Either in words, or the first bytes themselves.
    private static Optional<Fact<ImageHeader>> header(String path, Map<String, String> values) {
        if (values.containsKey("head")) return Optional.of(ImageHeads.header(path, bytes(values.get("head")), number(values, "length").map(bytes -> Fact.known(bytes, PATH)).orElse(Image.unknown(NOT_RECORDED).allocated)));
        String format = values.getOrDefault("format", "");
        return number(values, "virtual").filter(_ -> !format.isEmpty()).map(size -> Fact.known(header(values, format, size), PATH));
    }

    private static Fact<byte[]> bytes(String base64) {
        try {
            return Fact.known(Base64.getDecoder().decode(base64), PATH);
        } catch (IllegalArgumentException e) {
            return NOT_RECORDED.map(_ -> null);
        }
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
        image.preallocation().toOptional().ifPresent(found -> words.add("preallocation=" + found.word()));
        image.chain().toOptional().filter(chain -> chain.stream().allMatch(name -> name.startsWith("/") && !name.matches("(?s).*[\t\n].*"))).ifPresent(chain -> words.add("chain=" + String.join(":", chain)));
        return words.isEmpty() ? "" : "\t" + String.join("\t", words);
    }
}
