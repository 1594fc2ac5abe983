package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostFiles;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.libvirt.RealLibvirtd;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Another client defines, starts, pauses, renames, ends and undefines machines at random, and the daemon is restarted twice on the
/// way: at the end the list is what `virsh list --all` says, nothing has failed, and nothing is left open.
class RandomChangesIT {
    @RegisterExtension
    static final RealLibvirtd real = new RealLibvirtd();

    private static final int CHANGES = 500;
    private static final int MACHINES_AT_MOST = 30;
    private static final int RUNNING_AT_MOST = 4;
    private static final Duration BOUND = Duration.ofMinutes(4);
    private final Random random = new Random(20261123);
    private final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();

    /// One thread stands for JavaFX's.
    private final ExecutorService window = Executors.newSingleThreadExecutor();
    private final Background background = new Background() {
        @Override
        protected void aside(Runnable work) {
            throw new AssertionError("the list does nothing aside");
        }

        @Override
        public void show(Runnable work) {
            window.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException | Error e) {
                    failed.add(e);
                }
            });
        }
    };

    @Test
    void fiveHundredChangesAndTwoRestartsLaterTheListIsRight() throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((_, error) -> failed.add(error));
        Libvirt.version();
        session();
        int threads = threads();
        long files = openFiles();
        session();
        RealLibvirtd.await("threads to end", () -> threads() <= threads);
        RealLibvirtd.await("sockets to close", () -> openFiles() <= files);
        assertTrue(failed.isEmpty(), failed::toString);
        window.shutdown();
        assertTrue(window.awaitTermination(10, TimeUnit.SECONDS));
    }

    private void session() throws Exception {
        SystemFiles host = SystemFiles.realHost();
        MachinesModel list = new MachinesModel(Locale.ENGLISH);
        try (Inventory inventory = new Inventory(List.of(ConnectionSpec.of(real.uri())), (spec, readOnly) -> Libvirt.open(spec.uri(), readOnly),
                new HostFiles(host, new Commands(host)), false)) {
            new Feed(inventory, list, background, "demo").begin();
            inventory.start();
            Connection connection = inventory.connections().getFirst();
            connection.loaded().join();
            long end = System.nanoTime() + BOUND.toNanos() / 2;
            int made = 0;
            for (; made < CHANGES / 2 && System.nanoTime() < end; made++) {
                change(made);
                if (made != CHANGES / 4) continue;
                real.stopDaemon();
                real.startDaemon();
            }
            assertTrue(made > CHANGES / 10, () -> "too slow a computer for this test");
            RealLibvirtd.await("the connection", () -> connection.status().connected());
            RealLibvirtd.await("the list to be what virsh says", () -> virshSays().equals(listed(list)));
            assertEquals(virshSays(), listed(list));
        }
    }

    private Map<String, String> listed(MachinesModel list) throws Exception {
        return window.submit(() -> {
            Map<String, String> all = new TreeMap<>();
            list.shown().forEach(row -> all.put(row.now().name(), virshs(row.now().info().state())));
            return all;
        }).get();
    }

    private static String virshs(DomainState state) {
        return switch (state) {
            case RUNNING, BLOCKED -> "running";
            case PAUSED -> "paused";
            case SHUT_OFF -> "shut off";
            default -> state.word();
        };
    }

    private Map<String, String> virshSays() {
        Map<String, String> all = new TreeMap<>();
        for (String line : real.virsh("list", "--all").lines().filter(line -> !line.isBlank()).toList()) {
            String[] words = line.strip().split("\\s+", 3);
            all.put(words[1], words[2]);
        }
        return all;
    }

    /// Whether it succeeds does not matter: half of them meet a machine that cannot.
    private void change(int number) throws Exception {
        List<String> names = new ArrayList<>(virshSays().keySet());
        long running = virshSays().values().stream().filter(state -> !state.equals("shut off")).count();
        String some = names.isEmpty() ? "" : names.get(random.nextInt(names.size()));
        switch (names.isEmpty() ? 0 : random.nextInt(7)) {
            case 0, 1 -> {
                if (names.size() < MACHINES_AT_MOST) define("vm-" + number);
                else virsh("undefine", some);
            }
            case 2 -> {
                if (running < RUNNING_AT_MOST) virsh("start", some);
                else virsh("destroy", some);
            }
            case 3 -> virsh(random.nextBoolean() ? "suspend" : "resume", some);
            case 4 -> virsh("domrename", some, some.replaceFirst("(-r\\d+)?$", "-r" + number));
            case 5 -> virsh("desc", some, "--config", "--title", "title " + number);
            default -> virsh(random.nextBoolean() ? "destroy" : "undefine", some);
        }
    }

    private void define(String name) throws Exception {
        Path image = real.image(name + ".img", real.guest("waiting.bin"));
        Path xml = Files.createTempFile("random", ".xml");
        try {
            Files.writeString(xml, real.definition(name, UUID.nameUUIDFromBytes((name + random.nextInt()).getBytes()).toString(), "qemu", "", image));
            virsh("define", xml.toString());
        } finally {
            Files.delete(xml);
        }
    }

    private void virsh(String... arguments) {
        RealLibvirtd.command(Stream.concat(Stream.of("virsh", "-q", "-c", real.uri()), Stream.of(arguments)).toArray(String[]::new));
    }

    /// Those that this program starts for a connection.
    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().contains(real.uri())).count();
    }

    private static long openFiles() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
