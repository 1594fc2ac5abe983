package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.DomainState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

class LifecycleTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            RUNNING,       PAUSE SHUT_DOWN REBOOT RESET FORCE_OFF SAVE
            PAUSED,        RESUME RESET FORCE_OFF SAVE
            SHUTTING_DOWN, RESET FORCE_OFF
            SUSPENDED,     RESET FORCE_OFF
            SHUT_OFF,      RUN
            SAVED,         RUN
            CRASHED,       RUN
            """)
    void offersWhatLibvirtWouldDo(DomainState state, String expected) {
        assertEquals(expected, Arrays.stream(Lifecycle.values()).filter(action -> action.possible(state)).map(Enum::name).collect(Collectors.joining(" ")));
    }
}
