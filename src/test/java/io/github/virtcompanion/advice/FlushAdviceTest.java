package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Details;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.DiskLoad;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.Machine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FlushAdviceTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            97,  11, false, WRITEBACK, advice.flushes.because
            97,  11, true,  WRITEBACK, advice.flushes.because-installing
            97,  11, true,  UNSAFE,    advice.flushes.because-other-disk
            49,  11, true,  WRITEBACK, ''
            97, 0.9, true,  WRITEBACK, ''
            """)
    void whoWaitsHalfOfTheTimeIsTold(double flushing, double flushes, boolean installing, CacheMode cache, String because) {
        assertEquals(because, told(flushing, flushes, installing, cache).map(finding -> finding.because().key()).orElse(""));
    }

    static Optional<Finding> told(double flushing, double flushes, boolean installing, CacheMode cache) {
        Disk disk = new Disk("vda", "disk", "file", Optional.of("/a"), Optional.of("qcow2"), "virtio", cache, cache.libvirtName(), Optional.empty(), false, false);
        Definition definition = new Definition("m", "m", Optional.empty(), Optional.empty(), "kvm", "x86_64", "pc", "", GuestCpu.ABSENT, 1, 1, List.of(disk), Optional.empty(),
                false, false, new Details(List.of(), false, installing, Set.of(), false));
        Machine machine = new Machine("test:///", new DomainInfo("m", "m", DomainState.RUNNING, 0, true, false, false), Fact.known(definition, "test"), Optional.of(definition), List.of());
        return FlushAdvice.about(machine, new DiskLoad(3000, 12, flushes, 87, flushing, 18));
    }
}
