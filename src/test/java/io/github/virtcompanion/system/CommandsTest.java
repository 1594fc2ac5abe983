package io.github.virtcompanion.system;

import io.github.virtcompanion.model.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CommandsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    @TempDir Path top;

    private static Fact<Output> real(Duration timeout, String... command) {
        return new Commands(SystemFiles.realHost()).run(List.of(command), timeout);
    }

    private static Output said(Fact<Output> fact) {
        return fact.toOptional().orElseThrow(() -> new AssertionError(fact));
    }

    @Test
    void keepsBothStreamsAndTheExitCode() {
        Output output = said(real(LONG, "sh", "-c", "echo out; echo err >&2; exit 3"));
        assertEquals(new Output(3, "out\n", "err\n"), output);
        assertEquals("C\n", said(real(LONG, "sh", "-c", "echo $LC_ALL")).out());
    }

    @Test
    void muchOutputOnBothStreamsBlocksNobody() {
        Output output = said(real(LONG, "sh", "-c", "head -c 10000000 /dev/zero >&2; head -c 10000000 /dev/zero"));
        assertEquals(8 << 20, output.out().length());
        assertEquals(8 << 20, output.err().length());
    }

    @Test
    void aHungCommandIsKilledWithItsChildren() throws Exception {
        Path pid = top.resolve("pid");
        Fact<Output> fact = real(Duration.ofMillis(1500), "sh", "-c", "sleep 1000 & echo $! > " + pid + "; wait");
        assertInstanceOf(Fact.Unknown.class, fact);
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child).ifPresent(process -> process.onExit().orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join());
        assertFalse(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void aSmallCommandThatHungIsLeftAloneForAWhile() throws Exception {
        Path program = Files.writeString(top.resolve("hangs"), "#!/bin/sh\necho started >> " + top.resolve("log") + "\n[ \"$1\" = no ] || exec sleep 1000\n");
        assertTrue(program.toFile().setExecutable(true));
        Commands commands = new Commands(SystemFiles.realHost());
        assertEquals("system.command.timeout", assertInstanceOf(Fact.Unknown.class, commands.run(List.of(program.toString(), "yes"), Duration.ofMillis(1500))).reason().key());
        assertEquals("system.command.hung", assertInstanceOf(Fact.Unknown.class, commands.run(List.of(program.toString(), "no"), Duration.ofSeconds(2))).reason().key());
        assertEquals(1, Files.readAllLines(top.resolve("log")).size());
        assertTrue(commands.run(List.of(program.toString(), "no"), LONG).toOptional().isPresent(), "somebody with more patience may try");
        assertTrue(commands.run(List.of(program.toString(), "no"), Duration.ofSeconds(2)).toOptional().isPresent(), "it has answered since");
    }

    @Test
    void anInterruptedCallerGetsAnAnswerAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertInstanceOf(Fact.Unknown.class, real(LONG, "sleep", "1000"));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aMissingCommandIsUnknown() {
        assertEquals(Fact.unknown("system.command.absent", "no-such-command-here"), real(LONG, "no-such-command-here"));
    }

    @Test
    void aCapturedTreeSpeaksOnlyOfItself() throws IOException {
        Commands captured = new Commands(new SystemFiles(top));
        List<String> command = List.of("sh", "-c", "touch " + top.resolve("ran"));
        assertInstanceOf(Fact.Unknown.class, captured.run(command, LONG));
        assertFalse(Files.exists(top.resolve("ran")));
        List<String> lsattr = List.of("lsattr", "-d", "/var/lib/a b/é.img");
        assertEquals("/commands/lsattr+-d+%2Fvar%2Flib%2Fa+b%2F%C3%A9.img", Commands.recordedAs(lsattr));
        Path directory = Files.createDirectories(top.resolve("." + Commands.recordedAs(lsattr)));
        Files.writeString(directory.resolve("stdout"), "C\n");
        Files.writeString(directory.resolve("exit"), "1\n");
        assertEquals(new Output(1, "C\n", ""), said(captured.run(lsattr, LONG)));
        Files.writeString(directory.resolve("exit"), "soon");
        assertInstanceOf(Fact.Unknown.class, captured.run(lsattr, LONG));
        assertTrue(Commands.recordedAs(List.of("x".repeat(999))).length() < 230);
    }
}
