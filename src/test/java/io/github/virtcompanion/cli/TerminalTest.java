package io.github.virtcompanion.cli;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TerminalTest {
    @Test
    void nothingCommandsTheTerminal() {
        assertEquals("  - Board: \uFFFD]0;x\uFFFDA\uFFFD[2J \uFFFDtxet\uFFFD", Terminal.plain("  - Board: \u001b]0;x\u0007A\u009b[2J \u202etxet\r"));
        assertEquals("\uFFFD\uFFFD", Terminal.plain("\u2066\uFEFF"));
    }

    @Test
    void linesOfAValueAreNoLinesOfOurs() {
        assertEquals("  - Kernel log: a\n      b\n      → rm", Terminal.plain("  - Kernel log: a\nb\n→ rm"));
    }

    @Test
    void ordinaryTextStays() {
        for (String text : new String[]{"", "→ 16\u00A0% « été »\t(x)", "\uD83D\uDE00"}) assertEquals(text, Terminal.plain(text));
    }
}
