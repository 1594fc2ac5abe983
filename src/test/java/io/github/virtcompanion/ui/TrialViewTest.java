package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.CpuTrial;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TrialViewTest {
    private static final CpuTrial DIES = new CpuTrial(Message.of("model.quoted", "host-passthrough"), false, "qemu: failed to set MSR 0x10a\n [1,10]");
    private static final CpuTrial STARTS = new CpuTrial(Message.of("model.quoted", "qemu64"), true, "");

    @Test
    void theTrialsSayWhatASwitchTakes() {
        assertEquals(Message.of("ui.trial.chosen", STARTS.cpu()), TrialView.chosen(List.of(DIES, STARTS)));
        assertEquals(Message.of("ui.trial.none-starts"), TrialView.chosen(List.of(DIES)));
    }

    @Test
    void numbersForProgramsAreLeftOut() {
        assertEquals("qemu: failed to set MSR 0x10a", TrialView.because(DIES));
    }
}
