package io.github.virtcompanion.system;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One window for a user and a display: a second start finds the first one and asks it to come to the front.
///
/// Who holds the lock is the first; the system takes the lock away from a program that is gone, however it ended, so that
/// nothing is left to be cleaned up. To connect to the socket beside it is to ask; a byte is the answer that the window is there. One that
/// is just being closed gives none, nor does one that is killed meanwhile.
public final class OneWindow implements AutoCloseable {
    private static final long PATIENCE_MILLISECONDS = 3000;

    private final FileChannel lockFile;
    private final ServerSocketChannel socket;
    private final CountDownLatch shown = new CountDownLatch(1);
    private volatile Consumer<Runnable> raise = _ -> {};

    private OneWindow(FileChannel lockFile, ServerSocketChannel socket) {
        this.lockFile = lockFile;
        this.socket = socket;
    }

    /// What a start comes to.
    public sealed interface Claim {
        /// The first. It is to close the window when it ends.
        record First(OneWindow window) implements Claim {}

        /// Another start has the window, and has been asked to show it.
        record Second() implements Claim {}

        /// This system has no place for a socket, or the first does not answer: every start has a window of its own.
        record Alone() implements Claim {}
    }

    /// Under `$XDG_RUNTIME_DIR`, which is its user's alone.
    public static Claim claim(Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        String display = environment.getOrDefault("DISPLAY", "");
        return runtime.startsWith("/") ? claim(Path.of(runtime).resolve("virt-companion"), display) : new Claim.Alone();
    }

    static Claim claim(Path directory, String display) {
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // A window on another display, such as one through ssh, is of no use here.
            String name = "window" + display.replaceAll("[^A-Za-z0-9.]", "_");
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve(name));
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLISECONDS);
            Optional<FileChannel> lock = lock(directory.resolve(name + ".lock"));
            // Between the lock and the socket of the first there is a moment, and between its last word and the end of its lock.
            while (lock.isEmpty()) {
                if (ask(address, end)) return new Claim.Second();
                if (System.nanoTime() > end) return new Claim.Alone();
                Thread.sleep(20);
                lock = lock(directory.resolve(name + ".lock"));
            }
            try {
                // Left by one that was killed: nobody listens there, for the lock is ours.
                Files.deleteIfExists(address.getPath());
                OneWindow window = new OneWindow(lock.get(), ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address));
                Thread.ofPlatform().daemon().name("second-starts").start(window::listen);
                return new Claim.First(window);
            } catch (IOException | RuntimeException e) {
                lock.get().close();
                throw e;
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return new Claim.Alone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Claim.Alone();
        }
    }

    /// What shows the window, and runs what it is given when it is shown; a start that asked before is served now.
    public void onSecondStart(Consumer<Runnable> show) {
        raise = show;
        shown.countDown();
    }

    @Override
    public void close() {
        try {
            // The socket's file first: once the lock is free, the next start makes its own.
            Files.deleteIfExists(((UnixDomainSocketAddress) socket.getLocalAddress()).getPath());
            socket.close();
            lockFile.close();
        } catch (IOException e) {
            // The system takes both with the program.
        }
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) return Optional.of(channel);
        } catch (OverlappingFileLockException e) {
            // Held within this program.
        }
        channel.close();
        return Optional.empty();
    }

    /// @return whether the first shows its window
    private static boolean ask(UnixDomainSocketAddress address, long end) throws InterruptedException {
        try (SocketChannel asking = SocketChannel.open(address)) {
            asking.configureBlocking(false);
            while (System.nanoTime() < end) {
                int answer = asking.read(ByteBuffer.allocate(1));
                if (answer != 0) return answer > 0;
                Thread.sleep(5);
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private void listen() {
        while (socket.isOpen()) {
            try (SocketChannel asked = socket.accept()) {
                shown.await();
                CountDownLatch there = new CountDownLatch(1);
                raise.accept(there::countDown);
                if (comes(there)) asked.write(ByteBuffer.wrap(new byte[] {1}));
            } catch (IOException e) {
                if (!socket.isOpen()) return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Not waited for by one that is closed meanwhile.
    private boolean comes(CountDownLatch there) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLISECONDS);
        while (socket.isOpen() && System.nanoTime() < end) if (there.await(20, TimeUnit.MILLISECONDS)) return true;
        return false;
    }
}
