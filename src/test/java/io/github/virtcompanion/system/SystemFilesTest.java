package io.github.virtcompanion.system;

import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SystemFilesTest {
    @TempDir Path top;

    private SystemFiles tree() throws IOException {
        return new SystemFiles(Files.createDirectories(top.resolve("tree")));
    }

    private void put(String path, String text) throws IOException {
        Path file = top.resolve("tree").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void readsBelowItsRoot() throws IOException {
        put("proc/version", "Linux version 3.0\nrest\n");
        assertEquals(Fact.known(List.of("Linux version 3.0", "rest"), "/proc/version"), tree().lines("/proc/version"));
        assertEquals(Fact.known(List.of("version"), "/proc"), tree().list("/proc"));
        assertEquals(Fact.known(true, "/proc"), tree().isDirectory("/proc"));
        assertEquals(Fact.known(false, "/sys/module/kvm"), tree().exists("/sys/module/kvm"));
        assertEquals(Fact.known(false, "/proc/version/x"), tree().exists("/proc/version/x"));
        assertTrue(SystemFiles.absent(tree().text("/proc/cpuinfo")));
    }

    @Test
    void linksAndDotsStayInsideTheTree() throws IOException {
        Files.writeString(top.resolve("secret"), "outside");
        put("etc/inside", "inside");
        Path etc = top.resolve("tree/etc");
        Files.createSymbolicLink(etc.resolve("absolute"), Path.of("/etc/inside"));
        Files.createSymbolicLink(etc.resolve("up"), Path.of("../../../secret"));
        Files.createSymbolicLink(etc.resolve("out"), top.resolve("secret"));
        Files.createSymbolicLink(etc.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(top.resolve("tree/class"), Path.of("etc/.."));
        assertEquals(Fact.known("inside", "/etc/absolute"), tree().text("/etc/absolute"));
        assertEquals(Fact.known("inside", "/class/etc/inside"), tree().text("/class/etc/inside"));
        for (String path : List.of("/etc/up", "/etc/out", "/../secret", "/etc/loop"))
            assertInstanceOf(Fact.Unknown.class, tree().text(path), path);
        assertEquals(Fact.unknown("system.file.other", "/etc/loop", "Too many levels of symbolic links"), tree().text("/etc/loop"));
        assertEquals(Fact.known("../../../secret", "/etc/up"), tree().readLink("/etc/up"));
        assertInstanceOf(Fact.Unknown.class, tree().readLink("/etc/inside"));
    }

    @Test
    void neverHangsOrThrowsOnOddThings() throws Exception {
        put("etc/huge", "x".repeat(9 << 20));
        put("etc/closed", "x");
        Files.setPosixFilePermissions(top.resolve("tree/etc/closed"), PosixFilePermissions.fromString("---------"));
        assertEquals(0, new ProcessBuilder("mkfifo", top.resolve("tree/etc/pipe").toString()).start().waitFor());
        for (String path : List.of("/etc/huge", "/etc/closed", "/etc/pipe", "/etc", "/nul\0", "/etc/huge/below", "")) {
            assertInstanceOf(Fact.Unknown.class, tree().text(path), path);
            assertInstanceOf(Fact.Unknown.class, tree().tail(path.equals("/etc/huge") ? "/" : path, 10), path);
        }
        assertInstanceOf(Fact.Unknown.class, tree().list("/etc/huge"));
        assertInstanceOf(Fact.Unknown.class, tree().exists("/nul\0"));
        assertEquals(Fact.known(List.of("xxxxx"), "/etc/huge"), tree().tail("/etc/huge", 5));
        assertEquals(Fact.known(List.of("xxx"), "/etc/huge"), tree().head("/etc/huge", 3));
    }

    @Test
    void whatCouldNotBeReadAtCaptureIsNotAbsent() throws IOException {
        put("capture/denied", "/var/log/dmesg\n");
        assertEquals(Fact.unknown("system.file.denied-at-capture", "/var/log/dmesg"), tree().lines("/var/log/dmesg"));
        assertInstanceOf(Fact.Unknown.class, tree().exists("/var/log/dmesg"));
    }

    @Test
    void aDeviceOfACapturedTreeIsAWord() throws IOException {
        assertEquals(DeviceOpening.NOT_RECORDED, tree().openReadWrite("/dev/kvm"));
        put("dev/null", "");
        assertEquals(DeviceOpening.ABSENT, tree().openReadWrite("/dev/kvm"));
        put("dev/kvm", "");
        assertEquals(DeviceOpening.PRESENT, tree().openReadWrite("/dev/kvm"));
        for (DeviceOpening opening : DeviceOpening.values()) {
            put("dev/kvm", opening.word() + "\n");
            assertEquals(opening, tree().openReadWrite("/dev/kvm"));
        }
        Files.setPosixFilePermissions(top.resolve("tree/dev/kvm"), PosixFilePermissions.fromString("---------"));
        assertEquals(DeviceOpening.DENIED, tree().openReadWrite("/dev/kvm"));
    }

    @Test
    void aDeviceOfTheRealHostIsOpened() {
        assertEquals(DeviceOpening.OK, SystemFiles.realHost().openReadWrite("/dev/null"));
        assertEquals(DeviceOpening.ABSENT, SystemFiles.realHost().openReadWrite("/dev/no-such-device"));
        assertInstanceOf(Fact.Known.class, SystemFiles.realHost().lines("/proc/self/mountinfo"));
    }
}
