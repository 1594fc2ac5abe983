package io.github.virtcompanion.change;

import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

class MergeTest {
    private static final String BEFORE = """
            <domain type='qemu'>
              <name>a</name>
              <devices>
                <disk>
                  <driver name='qemu' cache='writethrough'/>
                  <source file='/a'/>
                </disk>
                <disk>
                  <driver name='qemu' cache='writethrough'/>
                  <source file='/b'/>
                </disk>
              </devices>
            </domain>
            """;
    private static final String AFTER = BEFORE.replace("cache='writethrough'/>\n      <source file='/b'", "cache='unsafe'/>\n      <source file='/b'");

    @Test
    void withNothingElseChangedTheOldDefinitionComesBack() {
        assertEquals(Optional.of(BEFORE), Merge.takeBack(AFTER, BEFORE, AFTER));
    }

    @Test
    void anotherEditIsKept() {
        String theirs = AFTER.replace("<name>a</name>", "<name>a</name>\n  <title>Theirs</title>\n  <description>two lines</description>");
        String expected = BEFORE.replace("<name>a</name>", "<name>a</name>\n  <title>Theirs</title>\n  <description>two lines</description>");
        assertEquals(Optional.of(expected), Merge.takeBack(theirs, BEFORE, AFTER));
    }

    @Test
    void theSameLinesEditedAgainAreNotOverwritten() {
        assertEquals(Optional.empty(), Merge.takeBack(AFTER.replace("'unsafe'", "'none'"), BEFORE, AFTER));
    }

    @Test
    void aLineThatWasAddedOrRemovedComesBackInItsPlace() {
        String added = BEFORE.replace("  <devices>", "  <cpu mode='host-passthrough'/>\n  <devices>");
        String theirs = added.replace("file='/a'", "file='/moved'");
        assertEquals(Optional.of(BEFORE.replace("file='/a'", "file='/moved'")), Merge.takeBack(theirs, BEFORE, added));
        assertEquals(Optional.of(added.replace("file='/a'", "file='/moved'")), Merge.takeBack(BEFORE.replace("file='/a'", "file='/moved'"), added, BEFORE));
    }

    @Test
    void carriageReturnsAndAMissingLastLineEndSurvive() {
        String before = BEFORE.replace("\n", "\r\n").stripTrailing();
        String after = AFTER.replace("\n", "\r\n").stripTrailing();
        String theirs = after.replace("<name>a</name>", "<name>a</name>\r\n  <title>Theirs</title>");
        assertEquals(Optional.of(before.replace("<name>a</name>", "<name>a</name>\r\n  <title>Theirs</title>")), Merge.takeBack(theirs, before, after));
    }
}
