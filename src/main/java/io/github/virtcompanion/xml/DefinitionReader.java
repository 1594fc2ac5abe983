package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.GuestCpu;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/// Domain XML to a [Definition]: what this program looks at, out of all that a definition says.
public final class DefinitionReader {
    private static final String OSINFO = "http://libosinfo.org/xmlns/libvirt/domain/1.0";

    private DefinitionReader() {}

    /// @throws FailedException not a domain's definition
    public static Definition read(String xml) throws FailedException {
        return read(DomainXml.parse(xml));
    }

    public static Definition read(DomainXml xml) {
        Element domain = xml.domain();
        Optional<Element> os = domain.child("os").flatMap(element -> element.child("type"));
        Optional<Element> devices = domain.child("devices");
        Optional<Element> features = domain.child("features");
        return new Definition(domain.childText("name").orElse("").strip(), domain.childText("uuid").orElse("").strip(),
                domain.childText("title"), domain.childText("description"), domain.attribute("type").orElse(""),
                os.flatMap(type -> type.attribute("arch")).orElse(""), os.flatMap(type -> type.attribute("machine")).orElse(""),
                devices.flatMap(element -> element.childText("emulator")).orElse("").strip(), cpu(domain),
                domain.child("memory").map(DefinitionReader::kib).orElse(0L),
                domain.childText("vcpu").map(String::strip).flatMap(DefinitionReader::count).orElse(1),
                devices.stream().flatMap(element -> element.children("disk")).map(DefinitionReader::disk).toList(),
                osId(domain), features.flatMap(element -> element.child("tcg")).isPresent(),
                features.flatMap(element -> element.child("pvspinlock"))
                        .filter(lock -> !lock.attribute("state").orElse("on").equals("off")).isPresent(), DetailsReader.read(domain));
    }

    private static GuestCpu cpu(Element domain) {
        return domain.child("cpu").map(cpu -> new GuestCpu(cpu.attribute("mode"),
                cpu.childText("model").map(String::strip).filter(model -> !model.isEmpty()), cpu.attribute("check"))).orElse(GuestCpu.ABSENT);
    }

    private static Disk disk(Element disk) {
        Optional<Element> driver = disk.child("driver");
        Optional<Element> source = disk.child("source");
        Optional<Element> target = disk.child("target");
        String type = disk.attribute("type").orElse("file");
        String device = disk.attribute("device").orElse("disk");
        String cache = driver.flatMap(element -> element.attribute("cache")).orElse("default");
        return new Disk(target.flatMap(element -> element.attribute("dev")).orElse(""), device, type,
                source.flatMap(element -> path(element, type)), driver.flatMap(element -> element.attribute("type")),
                target.flatMap(element -> element.attribute("bus")).orElse(""), CacheMode.of(cache).orElse(CacheMode.DEFAULT), cache,
                driver.flatMap(element -> element.attribute("io")).filter(io -> !io.equals("default")),
                // libvirt makes every CD-ROM read-only, said or not (virDomainDiskDefParseXML).
                device.equals("cdrom") || disk.child("readonly").isPresent(), disk.child("shareable").isPresent());
    }

    private static Optional<String> path(Element source, String type) {
        return switch (type) {
            case "file" -> source.attribute("file");
            case "block" -> source.attribute("dev");
            case "dir" -> source.attribute("dir");
            case "volume" -> source.attribute("pool").map(pool -> pool + "/" + source.attribute("volume").orElse(""));
            case "network" -> source.attribute("protocol").map(protocol -> protocol + ":" + source.attribute("name").orElse(""));
            case "vhostuser", "vhostvdpa" -> source.attribute("path").or(() -> source.attribute("dev"));
            default -> Optional.empty();
        };
    }

    private static Optional<String> osId(Element domain) {
        return domain.child("metadata").stream().flatMap(metadata -> metadata.children().stream())
                .filter(own -> own.localName().equals("libosinfo") && own.namespace().equals(OSINFO))
                .flatMap(own -> own.children().stream()).filter(os -> os.localName().equals("os"))
                .flatMap(os -> os.attribute("id").stream()).findFirst();
    }

    /// @return KiB, rounded up as libvirt does; 0 where it is no number
    static long kib(Element memory) {
        return kib(memory.text(), memory.attribute("unit").orElse("KiB"));
    }

    static long kib(String number, String unit) {
        BigDecimal bytes;
        try {
            bytes = new BigDecimal(number.strip()).multiply(unit(unit));
        } catch (NumberFormatException _) {
            return 0;
        }
        return bytes.divide(BigDecimal.valueOf(1024), 0, RoundingMode.CEILING).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    /// virScaleInteger: `b` and `bytes`; `KB` is 1000, `K` and `KiB` are 1024; case does not matter.
    private static BigDecimal unit(String written) {
        String unit = written.strip().toLowerCase(Locale.ROOT);
        if (unit.isEmpty()) return BigDecimal.valueOf(1024);
        if (unit.equals("b") || unit.equals("byte") || unit.equals("bytes")) return BigDecimal.ONE;
        int power = "kmgtpe".indexOf(unit.charAt(0)) + 1;
        String rest = unit.substring(1);
        if (power == 0 || !rest.isEmpty() && !rest.equals("b") && !rest.equals("ib")) throw new NumberFormatException(written);
        return BigDecimal.valueOf(rest.equals("b") ? 1000 : 1024).pow(power);
    }

    private static Optional<Integer> count(String number) {
        try {
            return Optional.of(Integer.parseInt(number)).filter(count -> count > 0);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
