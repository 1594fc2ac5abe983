package io.github.virtcompanion.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LogFileTest {
    @TempDir
    private Path state;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "<graphics type='vnc' passwd='geheim' listen='::'/> | <graphics type='vnc' passwd='…' listen='::'/>",
        "<graphics passwd=\"\"ge'heim\"\"/> | <graphics passwd=\"\"…\"\"/>",
        "cannot open esx://root:hunter2@host/ | cannot open esx://root:…@host/",
        "qemu+ssh://user@host/system | qemu+ssh://user@host/system",
        "Password: hunter2, then more | Password: …, then more",
    })
    void secretsAreTakenOut(String said, String written) {
        assertEquals(written.replace("\"\"", "\""), LogFile.clean(said.replace("\"\"", "\"")));
    }

    @Test
    void whatIsLoggedIsInTheFileForItsUserAlone() throws Exception {
        LogFile log = new LogFile(new PrivateFiles(state.resolve("own")));
        LogRecord event = new LogRecord(Level.WARNING, "opened esx://root:hunter2@host/");
        event.setLoggerName("io.github.virtcompanion.ui.DesktopApp");
        event.setThrown(new IllegalStateException("passwd='x'"));
        log.publish(event);
        String tail = log.tail(10_000);
        assertTrue(tail.contains("WARNING ui.DesktopApp: opened esx://root:…@host/"), tail);
        assertTrue(tail.contains("IllegalStateException: passwd='…'"), tail);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(log.path()))));
        log.close();
    }

    @Test
    void oldFilesAreNumberedAndTheOldestGoes() throws Exception {
        PrivateFiles files = new PrivateFiles(state.resolve("own"));
        LogFile log = new LogFile(files);
        String much = "x".repeat(100_000);
        for (int i = 0; i < 15; i++) log.publish(new LogRecord(Level.INFO, i + " " + much));
        log.close();
        assertEquals(java.util.List.of("virt-companion.log", "virt-companion.log.1", "virt-companion.log.2", "virt-companion.log.3"), files.list("log"));
        assertTrue(files.read("log/virt-companion.log").orElseThrow().contains("14 xxx"));
        assertFalse(files.read("log/virt-companion.log.3").orElseThrow().contains(" 0 xxx"), "the oldest is gone");
        for (String name : files.list("log")) assertTrue(files.read("log/" + name).orElseThrow().length() <= 256 * 1024, name);
    }

    @Test
    void aPlaceThatCannotBeWrittenStopsNobody() throws Exception {
        Path file = Files.createFile(state.resolve("file"));
        LogFile log = new LogFile(new PrivateFiles(file));
        log.publish(new LogRecord(Level.INFO, "lost"));
        assertEquals("", log.tail(100));
        log.close();
    }
}
