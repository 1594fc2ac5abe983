package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.LiveCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Which of libvirt's calls a new value takes.
class LiveCallsTest {
    static Stream<Setting> live() {
        return Catalogue.all().stream().filter(setting -> setting.effect() == Setting.Effect.LIVE || setting.effect() == Setting.Effect.AT_ONCE && !setting.traits().contains(Setting.Trait.BESIDE));
    }

    @ParameterizedTest
    @MethodSource("live")
    void whatIsPromisedWithoutAPauseHasACall(Setting setting) throws FailedException {
        Exercise exercise = Exercise.of(setting);
        String before = exercise.machine(exercise.values().getFirst());
        for (String value : exercise.values()) {
            String after = Edits.apply(before, exercise.set(value)).text();
            if (after.equals(before)) continue;
            assertTrue(LiveCalls.between(before, after, List.of(new Assignment(exercise.name(), Values.canonical(setting, value)))).isPresent(), exercise.name() + "=" + value);
        }
    }

    @ParameterizedTest
    @CsvSource({"disk.vda.cache=unsafe", "vcpus=8", "cpu.mode=host-model", "watchdog.model=i6300esb", "disk.vda.iotune.total_iops_sec=5 disk.vda.cache=none", "cputune.shares=default"})
    void whatOneCannotDoNoneDoes(String words) throws FailedException {
        String before = Edits.apply(Exercise.MACHINE, List.of(new Assignment("cputune.shares", "512"))).text();
        List<Assignment> wanted = new ArrayList<>();
        for (String word : words.split(" ")) wanted.add(Catalogue.parse(word));
        assertTrue(LiveCalls.between(before, Edits.apply(before, wanted).text(), wanted).isEmpty());
    }

    /// The numbers of virDomainLifecycle and virDomainLifecycleAction.
    @ParameterizedTest
    @CsvSource({"on_poweroff=restart, 0, 1", "on_reboot=destroy, 1, 0", "on_crash=preserve, 2, 3", "on_crash=coredump-restart, 2, 5", "on_crash=preserve-running, 2, 6"})
    void whatFollowsAnEvent(String word, int event, int action) throws FailedException {
        Assignment wanted = Catalogue.parse(word);
        assertEquals(List.of(new LiveCall.Lifecycle(event, action)), LiveCalls.between(Exercise.MACHINE, Edits.apply(Exercise.MACHINE, List.of(wanted)).text(), List.of(wanted)).orElseThrow());
    }

    @Test
    void limitsOfADiskGoTogether() throws FailedException {
        String before = Edits.apply(Exercise.MACHINE, List.of(new Assignment("disk.vda.iotune.read_iops_sec", "7"))).text();
        Assignment more = new Assignment("disk.vda.iotune.write_iops_sec", "9");
        LiveCall.Tune tune = (LiveCall.Tune) LiveCalls.between(before, Edits.apply(before, List.of(more)).text(), List.of(more)).orElseThrow().getFirst();
        assertEquals("vda", tune.of());
        assertEquals(List.of("read_iops_sec=7", "write_iops_sec=9"), tune.values().stream().filter(one -> one.number() > 0).map(one -> one.name() + "=" + one.number()).toList());
        assertEquals(12, tune.values().size(), "what is not named would be 0: so all are, but lengths, which old QEMU lacks");
    }
}
