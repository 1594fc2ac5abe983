package io.github.virtcompanion.change;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a review says in words must not leave out what the difference shows.
class ChangedTest {
    private static final String XML = """
            <domain type='qemu'>
              <name>m</name>
              <uuid>5d0c5f5e-0000-4000-8000-00000000000b</uuid>
              <memory unit='KiB'>65536</memory>
              <os><type>hvm</type></os>
              <on_crash>destroy</on_crash>
              <devices>
                <graphics type='vnc' passwd='one'/>
                <parallel type='pty'/>
              </devices>
            </domain>
            """;
    private static final String SETTING = XML.replace("<on_crash>destroy", "<on_crash>restart");

    private static List<String> keys(String after, Plan.Kind kind) throws FailedException {
        return Changed.between(XML, after, kind).stream().map(Message::key).toList();
    }

    @ParameterizedTest
    @CsvSource({"RESTORE", "UNDO", "REDO", "XML"})
    void whatHasNoWordsIsPointedAtBesideASettingThatHas(Plan.Kind kind) throws FailedException {
        assertEquals(List.of("change.changed"), keys(SETTING, kind));
        assertEquals(List.of("change.changed", "change.changed-more"), keys(SETTING.replace("    <parallel type='pty'/>\n", ""), kind));
        assertEquals(List.of("change.changed-xml"), keys(XML.replace("    <parallel type='pty'/>\n", ""), kind));
    }

    @Test
    void aPasswordIsToldAndNotShown() throws FailedException {
        assertEquals(List.of("change.changed", "change.changed-secret"), keys(SETTING.replace("one", "two"), Plan.Kind.RESTORE));
        assertFalse(Changed.between(XML, XML.replace("one", "two"), Plan.Kind.RESTORE).toString().contains("two"));
    }

    @Test
    void whatOthersChangedIsTold() {
        Failure failure = Changed.meanwhile("m", XML, SETTING.replace("one", "two"));
        assertEquals("change.outcome.moved.told", failure.nextStep().key());
        assertTrue(failure.nextStep().toString().contains("restart"), failure::toString);
        assertTrue(failure.details().contains("+  <on_crash>restart"), failure::details);
        assertFalse(failure.toString().contains("two"));
        assertEquals("change.outcome.moved.next", Changed.meanwhile("m", XML, XML.replace("    <parallel type='pty'/>\n", "")).nextStep().key());
    }
}
