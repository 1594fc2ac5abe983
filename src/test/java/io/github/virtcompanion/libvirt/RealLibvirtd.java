package io.github.virtcompanion.libvirt;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/// For tests on a real libvirtd and QEMU, which `packaging/private-libvirtd.sh` starts for them alone:
/// `@RegisterExtension static final RealLibvirtd real = new RealLibvirtd();`. Removes every domain after each test.
public final class RealLibvirtd implements BeforeAllCallback, AfterEachCallback {
    private static final Path IMAGES = Path.of("/var/lib/libvirt/images");
    private static final Path PID = Path.of("/run/virt-companion-it.pid");

    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(System.getenv("VIRT_COMPANION_IT_DAEMON") != null,
                "needs a libvirtd of its own: run packaging/private-libvirtd.sh mvn verify, or packaging/test.sh");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (String uuid : virsh("list", "--all", "--uuid").lines().filter(line -> !line.isBlank()).toList()) {
            command("virsh", "-q", "-c", uri(), "destroy", uuid);
            command("virsh", "-q", "-c", uri(), "undefine", uuid, "--managed-save", "--snapshots-metadata", "--nvram");
        }
    }

    public String uri() {
        return System.getenv("VIRT_COMPANION_IT");
    }

    /// That daemon offers KVM.
    public boolean kvm() {
        return "yes".equals(System.getenv("VIRT_COMPANION_IT_KVM"));
    }

    /// Another client of the same daemon.
    ///
    /// @return what it printed; fails where virsh does
    public String virsh(String... arguments) {
        List<String> line = new ArrayList<>(List.of("virsh", "-q", "-c", uri()));
        line.addAll(List.of(arguments));
        Ran ran = command(line.toArray(String[]::new));
        assertEquals(0, ran.code(), () -> line + ": " + ran.output());
        return ran.output();
    }

    /// @return the path of an image with these bytes, in the private daemon's own directory
    public Path image(String name, byte[] content) {
        try {
            return Files.write(IMAGES.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A guest that prints the hypervisor it finds and powers off (`signature.bin`) or then waits (`waiting.bin`), or one that
    /// prints increasing numbers (`counting.bin`): src/test/guest.
    public byte[] guest(String name) {
        try (InputStream in = RealLibvirtd.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A small machine that starts in a second and writes its first serial port to [#serial].
    ///
    /// @param cpu   `<cpu …/>` or nothing
    /// @param image of the disk `hda`
    public String definition(String name, String uuid, String type, String cpu, Path image) {
        return """
                <domain type='%s'>
                  <name>%s</name>
                  <uuid>%s</uuid>
                  <memory unit='MiB'>32</memory>
                  <vcpu>2</vcpu>
                  <os><type arch='x86_64' machine='pc'>hvm</type></os>
                  <features><acpi/></features>
                  %s
                  <devices>
                    <emulator>%s</emulator>
                    <disk type='file' device='disk'>
                      <driver name='qemu' type='raw' cache='writethrough'/>
                      <source file='%s'/>
                      <target dev='hda' bus='ide'/>
                    </disk>
                    <serial type='file'><source path='%s'/></serial>
                    <memballoon model='none'/>
                  </devices>
                </domain>
                """.formatted(type, name, uuid, cpu, emulator(), image, serial(name));
    }

    public Path serial(String name) {
        return IMAGES.resolve(name + ".serial");
    }

    /// What the guest has printed so far.
    public String printed(String name) throws IOException {
        return Files.exists(serial(name)) ? Files.readString(serial(name)) : "";
    }

    private static Path emulator() {
        return List.of(Path.of("/usr/bin/qemu-system-x86_64"), Path.of("/usr/libexec/qemu-kvm")).stream().filter(Files::exists).findFirst().orElseThrow();
    }

    /// Ends the daemon; guests go on.
    public void stopDaemon() {
        ProcessHandle daemon = daemon();
        daemon.destroy();
        await("the daemon to end", () -> !daemon.isAlive());
    }

    /// SIGKILL as soon as that file is there: it leaves everything as it is at that moment.
    public void killDaemonAt(Path file) {
        ProcessHandle daemon = daemon();
        while (!Files.exists(file)) Thread.onSpinWait();
        daemon.destroyForcibly();
        await("the daemon to end", () -> !daemon.isAlive());
    }

    /// Starts it again, and waits until it answers.
    public void startDaemon() {
        Ran started = command(System.getenv("VIRT_COMPANION_IT_DAEMON"), "-d", "-p", PID.toString());
        assertEquals(0, started.code(), started::output);
        await("the daemon to answer", () -> command("virsh", "-q", "-c", uri(), "version").code() == 0);
    }

    /// SIGSTOP: its socket stays, and nobody answers.
    public void freezeDaemon() {
        assertEquals(0, command("kill", "-STOP", Long.toString(daemon().pid())).code());
    }

    /// The daemon's guest `name` stops answering, as one whose storage hangs; libvirt goes on calling it running.
    public void freezeGuest(String name) {
        assertEquals(0, command("kill", "-STOP", guestPid(name)).code());
    }

    public void thawGuest(String name) {
        assertEquals(0, command("kill", "-CONT", guestPid(name)).code());
    }

    /// Of its QEMU: resumed or started again, it has another one.
    public String guestPid(String name) {
        try {
            return Files.readString(Path.of("/run/libvirt/qemu", name + ".pid")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void thawDaemon() {
        assertEquals(0, command("kill", "-CONT", Long.toString(daemon().pid())).code());
    }

    private static ProcessHandle daemon() {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(PID).strip())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Looks until it is so; fails after a minute.
    public static void await(String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end) fail("waited in vain for " + what);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (Exception e) {
            throw new IllegalStateException("waiting for " + what, e);
        }
    }

    public record Ran(int code, String output) {}

    public static Ran command(String... line) {
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), () -> String.join(" ", line) + " does not end");
            return new Ran(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
