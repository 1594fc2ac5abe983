package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.Details;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Domain XML to [Details].
final class DetailsReader {
    private static final int METADATA_LIMIT = 2000;

    private DetailsReader() {}

    static Details read(Element domain) {
        Optional<Element> devices = domain.child("devices");
        return new Details(devices.stream().flatMap(element -> element.children("interface")).map(DetailsReader::nic).toList(), hyperv(domain),
                installing(domain), requiredCpu(domain), hugePages(domain).isPresent(), hugePages(domain).map(DetailsReader::size).orElse(0L),
                Tags.of(domain), metadata(domain));
    }

    private static Details.Nic nic(Element nic) {
        String target = nic.child("target").flatMap(element -> element.attribute("dev"))
                .or(() -> nic.child("mac").flatMap(element -> element.attribute("address"))).orElse("");
        return new Details.Nic(target, nic.child("model").flatMap(element -> element.attribute("type")).orElse(""),
                nic.child("mac").flatMap(element -> element.attribute("address")).orElse(""));
    }

    /// Text and attributes of whatever others keep there, up to a length nobody types.
    private static String metadata(Element domain) {
        StringBuilder words = new StringBuilder();
        domain.child("metadata").ifPresent(metadata -> metadata.children().forEach(own -> collect(own, words)));
        return words.substring(0, Math.min(words.length(), METADATA_LIMIT)).strip();
    }

    private static void collect(Element element, StringBuilder words) {
        if (words.length() > METADATA_LIMIT) return;
        element.attributes().forEach(attribute -> words.append(attribute.value()).append(' '));
        if (element.children().isEmpty()) words.append(element.text().strip()).append(' ');
        element.children().forEach(child -> collect(child, words));
    }

    private static boolean hyperv(Element domain) {
        Optional<Element> hyperv = domain.child("features").flatMap(features -> features.child("hyperv"));
        // mode='passthrough' switches on all that the host has.
        return hyperv.filter(element -> element.attribute("mode").filter(mode -> !mode.equals("custom")).isPresent()
                || element.children().stream().anyMatch(feature -> feature.attribute("state").orElse("on").equals("on"))).isPresent();
    }

    private static Set<String> requiredCpu(Element domain) {
        return domain.child("cpu").stream().flatMap(cpu -> cpu.children("feature"))
                .filter(feature -> List.of("require", "force").contains(feature.attribute("policy").orElse("require")))
                .flatMap(feature -> feature.attribute("name").stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Element> hugePages(Element domain) {
        return domain.child("memoryBacking").flatMap(backing -> backing.child("hugepages"));
    }

    /// In KiB, of all the machine's memory.
    private static long size(Element hugePages) {
        List<Element> pages = hugePages.children("page").toList();
        if (pages.isEmpty()) return 0;
        // Sizes for parts of the memory have to be added up with its cells.
        if (pages.size() > 1 || pages.getFirst().attribute("nodeset").isPresent()) return -1;
        long size = DefinitionReader.kib(pages.getFirst().attribute("size").orElse(""), pages.getFirst().attribute("unit").orElse("KiB"));
        return size > 0 ? size : -1;
    }

    private static boolean installing(Element domain) {
        Optional<Element> os = domain.child("os");
        boolean endsAtReboot = domain.childText("on_reboot").map(String::strip).filter("destroy"::equals).isPresent();
        if (endsAtReboot && os.flatMap(element -> element.child("kernel")).isPresent()) return true;
        List<Element> disks = domain.child("devices").stream().flatMap(devices -> devices.children("disk")).toList();
        // Orders on devices and <os><boot> exclude each other (libvirt, formatdomain, BIOS bootloader).
        Optional<Element> first = bootable(domain).min(Comparator.comparingInt(DetailsReader::order));
        if (first.isPresent()) return cdromWithMedium(first.get());
        Optional<String> device = os.stream().flatMap(element -> element.children("boot")).findFirst().flatMap(boot -> boot.attribute("dev"));
        return device.filter("cdrom"::equals).isPresent() && disks.stream().anyMatch(DetailsReader::cdromWithMedium);
    }

    private static Stream<Element> bootable(Element domain) {
        return domain.child("devices").stream().flatMap(devices -> devices.children().stream())
                .filter(device -> device.child("boot").flatMap(boot -> boot.attribute("order")).filter(order -> order.matches("\\d{1,9}")).isPresent());
    }

    private static int order(Element device) {
        return device.child("boot").flatMap(boot -> boot.attribute("order")).map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    }

    private static boolean cdromWithMedium(Element disk) {
        return disk.attribute("device").filter("cdrom"::equals).isPresent() && disk.child("source").filter(source -> source.attribute("file")
                .or(() -> source.attribute("dev")).or(() -> source.attribute("name")).or(() -> source.attribute("volume")).isPresent()).isPresent();
    }
}
