package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class InstallerGuestTest {
    private final Commands commands = new Commands(SystemFiles.realHost());

    @TempDir
    Path directory;

    @Test
    void itSaysHowManyWritesInWhichTime() {
        assertEquals(new QemuImgBench.Written(0x2c4d, 0x1ec469 / 3579545.0), InstallerGuest.parse(new Output(0, "=00002c4d 001ec469\n", "qemu: warning: x\n")));
        assertEquals(new QemuImgBench.Failed("Input/output error"), InstallerGuest.parse(new Output(0, "!", "")));
        assertEquals(new QemuImgBench.NoDirectIo(), InstallerGuest.parse(new Output(1, "", "qemu-system-x86_64: -drive if=ide: Could not open 'x': filesystem does not support O_DIRECT\n")));
        assertEquals(new QemuImgBench.Failed("qemu-system-x86_64: unsupported machine type"), InstallerGuest.parse(new Output(1, "", "qemu-system-x86_64: unsupported machine type\n")));
    }

    @Test
    void theParametersAreInTheFirmware() {
        byte[] rom = InstallerGuest.firmware(123_456, 60_000, 16);
        assertEquals(64 << 10, rom.length);
        ByteBuffer read = ByteBuffer.wrap(rom).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(List.of(123_456, 60_000, 16), List.of(read.getInt(4), read.getInt(8), read.getInt(12)));
        assertEquals((byte) 0xea, rom[0xfff0]);
    }

    /// What is shipped is what the source says.
    @Test
    void itIsMadeFromItsSource() throws Exception {
        Path object = directory.resolve("installer.o");
        Path made = directory.resolve("installer.bin");
        Fact<Output> assembled = commands.run(List.of("as", "--32", "src/main/guest/installer.S", "-o", object.toString()), Duration.ofMinutes(1));
        assumeTrue(assembled instanceof Fact.Known<?> && System.getProperty("os.arch").equals("amd64"), "no assembler for PCs is installed");
        assertTrue(assembled.toOptional().orElseThrow().ok(), assembled.toString());
        commands.run(List.of("ld", "-m", "elf_i386", "-Ttext", "0", "--oformat", "binary", object.toString(), "-o", made.toString()), Duration.ofMinutes(1));
        byte[] code = Files.readAllBytes(made);
        byte[] rom = InstallerGuest.firmware(3579545, 65536, 0);
        assertArrayEquals(code, Arrays.copyOf(rom, code.length));
    }
}
