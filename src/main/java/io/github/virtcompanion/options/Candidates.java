package io.github.virtcompanion.options;

import io.github.virtcompanion.model.HostOffer;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Settings of many that a machine does not have yet and could be given: a pin for each processor, features of the host's CPU.
public final class Candidates {
    private static final List<String> FEATURES = List.of("vmx", "svm", "aes", "avx2", "invtsc", "spec-ctrl", "ssbd", "md-clear", "arch-capabilities", "pcid", "x2apic", "hypervisor", "topoext", "pdpe1gb");

    private Candidates() {}

    /// @return names of settings
    public static List<String> of(DomainXml machine, HostOffer offer) {
        int vcpus = Math.min(DefinitionReader.read(machine).vcpus(), 512);
        int threads = machine.get("./iothreads").map(String::strip).filter(text -> text.matches("\\d{1,3}")).map(Integer::parseInt).orElse(0);
        List<String> names = new ArrayList<>();
        numbered(0, vcpus).forEach(cpu -> names.add("cputune.vcpupin." + cpu));
        numbered(1, threads).forEach(thread -> names.add("cputune.iothreadpin." + thread));
        numbered(0, vcpus).forEach(cpu -> names.add("cputune.vcpusched." + cpu));
        Set<String> features = new TreeSet<>(FEATURES);
        features.addAll(offer.lists().getOrDefault("cpu/host-features", Set.of()));
        features.forEach(feature -> names.add("cpu.feature." + feature));
        for (String part : List.of("cpus", "memory", "access", "discard")) names.add("numa.cell.0." + part);
        for (String part : List.of("nodeset", "mode")) names.add("numatune.memnode.0." + part);
        for (String part : List.of("model", "size", "requested", "block", "node", "access", "discard")) names.add("memory.device.1." + part);
        Stream.of("vendor", "version", "date", "release").forEach(entry -> names.add("sysinfo.bios." + entry));
        Stream.of("manufacturer", "product", "version", "serial", "sku", "family").forEach(entry -> names.add("sysinfo.system." + entry));
        Stream.of("manufacturer", "product", "version", "serial", "asset").forEach(entry -> names.add("sysinfo.baseBoard." + entry));
        Stream.of("manufacturer", "version", "serial", "asset").forEach(entry -> names.add("sysinfo.chassis." + entry));
        for (String model : List.of("apparmor", "dac", "selinux")) for (String part : List.of("type", "label", "relabel", "baselabel")) names.add("seclabel." + model + "." + part);
        names.add("audio.1.type");
        for (String part : List.of("model", "size")) names.add("shmem.shmem0." + part);
        return names;
    }

    private static Stream<Integer> numbered(int from, int count) {
        return IntStream.range(from, from + count).boxed();
    }
}
