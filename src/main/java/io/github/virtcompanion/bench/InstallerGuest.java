package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.DeviceOpening;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.ScratchFile;
import io.github.virtcompanion.system.SystemFiles;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A machine whose firmware writes to its disk and prints how fast: src/main/guest/installer.S. It needs no kernel of the
/// host and starts at once. Its disk is an IDE one, as that of an installer of old; flushes are its own.
final class InstallerGuest implements AutoCloseable {
    private static final List<String> EMULATORS = List.of("qemu-system-x86_64", "/usr/libexec/qemu-kvm", "kvm");
    private static final Duration MOMENT = Duration.ofSeconds(10);
    /// Of the clock the guest looks at (ACPI).
    private static final double TICKS = 3_579_545;
    private static final int ROM = 64 << 10;
    private static final int PARAMETERS = 4;
    /// `ljmp $0xf000, $0` where the processor begins.
    private static final byte[] RESET = {(byte) 0xea, 0, 0, 0, (byte) 0xf0};
    private static final Pattern DONE = Pattern.compile("=([0-9a-f]{8}) ([0-9a-f]{8})");

    private final Cancellable shell;
    private final ScratchFile rom;
    private final String emulator;
    private boolean emulated;

    private InstallerGuest(Cancellable shell, ScratchFile rom, String emulator, boolean emulated) {
        this.shell = shell;
        this.rom = rom;
        this.emulator = emulator;
        this.emulated = emulated;
    }

    /// Under KVM where that can be used and runs it, else emulated.
    ///
    /// @param image to be tried on
    /// @throws FailedException where no emulator is installed, or it runs the guest neither way
    static InstallerGuest start(Cancellable shell, SystemFiles files, Path place, ScratchFile image) throws FailedException {
        String emulator = emulator(shell);
        InstallerGuest guest = new InstallerGuest(shell, ScratchFile.create(place, Benchmark.PREFIX, _ -> {}), emulator,
                files.openReadWrite("/dev/kvm") != DeviceOpening.OK);
        try {
            if (!guest.emulated && !(guest.trial(image) instanceof QemuImgBench.Written)) guest.emulated = true;
            if (guest.emulated) {
                QemuImgBench.Result tried = guest.trial(image);
                if (!(tried instanceof QemuImgBench.Written))
                    throw new Failure(Message.of("bench.guest-failed", emulator), Message.of("bench.guest-failed.next"), tried instanceof QemuImgBench.Failed(String words) ? words : "").asException();
            }
            return guest;
        } catch (FailedException | RuntimeException e) {
            guest.close();
            throw e;
        }
    }

    private static String emulator(Cancellable shell) throws FailedException {
        for (String each : EMULATORS)
            if (shell.run(List.of(each, "--version"), MOMENT) instanceof Fact.Known<Output>) return each;
        throw new Failure(Message.of("bench.no-emulator"), Message.of("bench.no-emulator.next"), "").asException();
    }

    private QemuImgBench.Result trial(ScratchFile image) throws FailedException {
        if (!(shell.run(QemuImgBench.create(ImageKind.of("raw"), image.path()), MOMENT) instanceof Fact.Known<Output>)) return new QemuImgBench.Failed("");
        Fact<Output> said = shell.run(command(new Probe.OfGuest(CacheMode.UNSAFE, Workload.NEVER, ImageKind.of("raw")), 0.02, image.path()), MOMENT);
        return said instanceof Fact.Known<Output>(Output output, String _) ? parse(output) : new QemuImgBench.Endless(MOMENT.toSeconds());
    }

    boolean emulated() {
        return emulated;
    }

    /// Of a guest that writes for so long. Its parameters are in the firmware, which is written anew for each run.
    List<String> command(Probe.OfGuest probe, double seconds, String image) throws FailedException {
        rom.write(firmware((int) (seconds * TICKS), QemuImgBench.MOST_WRITES, probe.workload().flushInterval()));
        List<String> command = new ArrayList<>(List.of(emulator, "-machine", "pc,accel=" + (emulated ? "tcg" : "kvm"), "-m", "16", "-nodefaults", "-no-user-config",
                "-display", "none", "-no-reboot", "-bios", rom.path(), "-chardev", "stdio,id=said", "-device", "isa-debugcon,iobase=0xe9,chardev=said"));
        // Commas in a path are doubled for QEMU.
        command.addAll(List.of("-drive", "if=ide,index=0,format=" + probe.kind().format() + ",cache=" + probe.mode().libvirtName() + ",file=" + image.replace(",", ",,")));
        return command;
    }

    static byte[] firmware(int ticks, int most, int flushInterval) {
        byte[] code = code();
        ByteBuffer rom = ByteBuffer.allocate(ROM).order(ByteOrder.LITTLE_ENDIAN);
        rom.put(0, code).putInt(PARAMETERS, ticks).putInt(PARAMETERS + 4, most).putInt(PARAMETERS + 8, flushInterval).put(ROM - 16, RESET);
        return rom.array();
    }

    private static byte[] code() {
        try (InputStream in = Objects.requireNonNull(InstallerGuest.class.getResourceAsStream("installer.bin"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static QemuImgBench.Result parse(Output said) {
        Matcher done = DONE.matcher(said.out());
        if (!said.ok() || !done.find()) {
            QemuImgBench.Result failed = QemuImgBench.parse(said.ok() ? 1 : said.exit(), "", said.err());
            return failed instanceof QemuImgBench.NoDirectIo ? failed : new QemuImgBench.Failed(said.out().contains("!") ? "Input/output error" : ((QemuImgBench.Failed) failed).words());
        }
        return new QemuImgBench.Written(Integer.parseUnsignedInt(done.group(1), 16), Integer.parseUnsignedInt(done.group(2), 16) / TICKS);
    }

    @Override
    public void close() {
        rom.close();
    }
}
