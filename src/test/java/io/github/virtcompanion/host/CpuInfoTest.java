package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Cpu;
import io.github.virtcompanion.model.HostFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// [CpuInfo] and [RawCpuid].
class CpuInfoTest {
    private static Cpu parsed(String text) {
        return CpuInfo.parse(text.lines().toList()).orElseThrow();
    }

    @Test
    void readsAnIntel() {
        Cpu cpu = parsed(Cpus.intel("vmx smx"));
        assertEquals(new Cpu("x86_64", "GenuineIntel", Cpus.I7_2600, 6, 42, cpu.flags(), ""), cpu);
        assertTrue(cpu.hardwareFlag());
        assertEquals("kvm_intel", cpu.module());
    }

    @Test
    void onlyWholeWordsOfTheFlagsLineCount() {
        // The line "vmx flags" is printed beside "flags"; "bugs" and names may hold the word too.
        assertFalse(parsed(Cpus.intel("") + "vmx flags\t: vnmi preemption_timer vmx\n").hardwareFlag());
        assertFalse(parsed("vmx flags\t: vmx svm\n" + Cpus.intel("vmx_x svm_lock xsvm")).hardwareFlag());
        assertTrue(parsed("vmx flags\t: vnmi\n" + Cpus.intel("vmx")).hardwareFlag());
        assertFalse(parsed(Cpus.x86("GenuineIntel", 6, 1, "vmx svm", "lm")).hardwareFlag());
        assertTrue(parsed(Cpus.amd("svm")).hardwareFlag());
        assertEquals("kvm_amd", parsed(Cpus.amd("npt")).module());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "vendor_id       : IBM/S390\\nfeatures\\t: esan3 zarch sie|s390x|sie|true",
            "processor\\t: 0\\nFeatures\\t: fp asimd\\nCPU implementer\\t: 0x41\\nCPU architecture: 8|aarch64|fp|true",
            "processor\\t: 0\\nFeatures\\t: half thumb\\nCPU implementer\\t: 0x41\\nCPU architecture: 7|armv7l|thumb|true",
            "processor\\t: 0\\nhart\\t: 1\\nisa\\t: rv64imafdch_zicsr_sstc|riscv64|h|true",
            "processor\\t: 0\\nisa\\t: rv64imafdc_zicbom_zihintpause_sh|riscv64|h|false",
            "processor\\t: 0\\nisa\\t: rv64imafdcsuh|riscv64|h|false",
            "CPU Family\\t: Loongson-64bit\\nFeatures\\t: cpucfg lam ual fpu lsx lvz|loongarch64|lvz|true",
            "processor\\t: 0\\ncpu\\t: POWER9, altivec supported\\n\\nplatform\\t: PowerNV|ppc64|x|false",
            "flags\\t: fpu vmx|i686|vmx|true"})
    void readsOtherArchitectures(String text, String arch, String flag, boolean there) {
        Cpu cpu = parsed(text.replace("\\n", "\n").replace("\\t", "\t"));
        assertEquals(arch, cpu.arch());
        assertEquals(there, cpu.flags().contains(flag), cpu.toString());
    }

    @Test
    void aListOfFlagsWithoutEndSaysNothing() {
        assertEquals(Optional.empty(), CpuInfo.parse(List.of("vendor_id\t: GenuineIntel", "flags\t: " + "x ".repeat(40_000) + "vmx")));
    }

    /// Patterns are tried on it.
    @Test
    void aNameEndsSomewhere() {
        assertEquals(200, parsed("flags\t: fpu\nmodel name\t: " + "Core(TM)2 CPU ".repeat(100_000)).name().length());
    }

    @Test
    void garbageIsNoProcessor() {
        assertEquals(Optional.empty(), CpuInfo.parse(List.of()));
        assertEquals(Optional.empty(), CpuInfo.parse(List.of(":", "::::", "\0\1\2", "flags", "x".repeat(100_000) + ": y", "isa : ", "isa: r")));
        assertEquals(new Cpu("i686", "", "", -1, -1, Set.of(), ""), parsed("flags:\nmodel: 99999999999999999999\ncpu family: -3"));
    }

    @Test
    void readsRawCpuid() {
        assertEquals(Optional.of(new HostFacts.RawCpuid(true, false, false)), RawCpuid.parse(Cpus.intelRaw(true, false).lines().toList()));
        assertEquals(Optional.of(new HostFacts.RawCpuid(false, false, true)), RawCpuid.parse(Cpus.intelRaw(false, true).lines().toList()));
        assertEquals(Optional.of(new HostFacts.RawCpuid(false, true, false)), RawCpuid.parse(Cpus.amdRaw(true).lines().toList()));
        assertEquals(Optional.of(new HostFacts.RawCpuid(false, false, false)), RawCpuid.parse(Cpus.amdRaw(false).lines().toList()));
    }

    @Test
    void anotherFormatOfTheLoaderIsNotGuessedAt() {
        List<String> known = Cpus.intelRaw(true, false).lines().toList();
        assertEquals(Optional.empty(), RawCpuid.parse(known.stream().map(line -> line.replace("0x206a7", "0x306a9")).toList()));
        assertEquals(Optional.empty(), RawCpuid.parse(known.stream().filter(line -> !line.contains("features[0x2]")).toList()));
        assertEquals(Optional.empty(), RawCpuid.parse(known.stream().map(line -> line.replace("cpu_features", "cpu")).toList()));
        assertEquals(Optional.empty(), RawCpuid.parse(List.of("")));
    }
}
