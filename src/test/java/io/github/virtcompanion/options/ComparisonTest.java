package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class ComparisonTest {
    @Test
    void linesStandInTheOrderOfTheCatalogue() throws FailedException {
        Comparison comparison = Comparison.between(machine(2, "none"), machine(3, "directsync"));
        List<String> names = comparison.lines().stream().map(line -> line.setting().name()).distinct().toList();
        assertEquals(Catalogue.all().stream().map(Setting::name).filter(names::contains).toList(), names);
        assertEquals(List.of("disk.vda.cache none directsync", "disk.vdb.cache none directsync", "disk.vdc.cache default directsync"), comparison.differences().stream()
                .filter(line -> line.setting().name().equals("disk.*.cache")).map(line -> line.name() + " " + line.left() + " " + line.right()).toList());
    }

    @Test
    void manyDisksAreComparedAtOnce() throws FailedException {
        DomainXml one = machine(25, "none");
        DomainXml other = machine(25, "directsync");
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> Comparison.between(one, other));
    }

    private static DomainXml machine(int disks, String cache) throws FailedException {
        return DomainXml.parse("<domain type='kvm'>\n  <name>one</name>\n  <memory>1048576</memory>\n  <devices>\n" + IntStream.range(0, disks)
                .mapToObj(i -> "    <disk type='file'>\n      <driver name='qemu' type='raw' cache='" + cache + "'/>\n      <source file='/" + i + ".img'/>\n      <target dev='vd"
                        + (char) ('a' + i) + "'/>\n    </disk>\n").collect(Collectors.joining()) + "  </devices>\n</domain>\n");
    }
}
