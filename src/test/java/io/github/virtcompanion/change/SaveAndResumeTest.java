package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.SaveProgress;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What only a host that cannot flush shows; the rest is tried on a real guest.
class SaveAndResumeTest {
    private static final String UUID = "11111111-1111-4111-8111-111111111111";

    @TempDir
    private Path directory;
    private final List<String> called = Collections.synchronizedList(new ArrayList<>());

    private static String xml(String cache) {
        return """
                <domain type='qemu'><name>guest</name><uuid>%s</uuid><memory>65536</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
                <devices><disk type='file' device='disk'><driver name='qemu' type='raw' cache='%s'/><source file='/no/such/image'/><target dev='vda' bus='virtio'/></disk></devices></domain>
                """.formatted(UUID, cache);
    }

    private Optional<Failure> finish(String image, String wanted, boolean local) throws Exception {
        Hypervisor hypervisor = (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (_, method, _) -> {
            called.add(method.getName());
            return method.getName().equals("managedSaveXml") ? image : method.getName().equals("storedXml") ? xml("none") : null;
        });
        PrivateFiles files = new PrivateFiles(directory.resolve("state"));
        // Nothing below this directory: not even the command sync.
        DiskFlush flush = new DiskFlush(new Commands(new SystemFiles(directory)));
        return steps(hypervisor, files, flush, local, LiveProgress.NONE).finish(new Underway("qemu:///system", UUID, "guest",
                Underway.Phase.SAVING, LivePlan.Until.CHANGED, List.of(new Assignment("disk.vda.cache", wanted)), xml("none"), xml("none"), Optional.empty(), Optional.empty(), 65536)).failure();
    }

    private static SaveAndResume steps(Hypervisor hypervisor, PrivateFiles files, DiskFlush flush, boolean local, LiveProgress progress) {
        History history = new History(files);
        return new SaveAndResume(hypervisor, new Journal(files), history, new Storing(history, Clock.systemUTC(), hypervisor, Rivals.counted()), flush, local, progress);
    }

    @Test
    void aFlushThatFailsWhenUnsafeIsLeftIsToldAndTheGuestGoesOn() throws Exception {
        Failure failure = finish(xml("unsafe"), "none", true).orElseThrow();
        assertEquals("change.live.not-flushed", failure.what().key());
        assertTrue(called.contains("defineManagedSave") && called.contains("start"), called.toString());
    }

    @Test
    void editedBeforeTheProgramEndedItStillCounts() throws Exception {
        PrivateFiles files = new PrivateFiles(directory.resolve("state"));
        Underway edited = new Underway("qemu:///system", UUID, "guest", Underway.Phase.EDITING, LivePlan.Until.CHANGED, List.of(new Assignment("disk.vda.cache", "none")),
                xml("none"), xml("none"), Optional.of(xml("unsafe")), Optional.empty(), 65536);
        Hypervisor hypervisor = (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class},
                (_, method, _) -> method.getName().endsWith("Xml") ? xml("none") : null);
        assertTrue(steps(hypervisor, files, new DiskFlush(new Commands(new SystemFiles(directory))), true, LiveProgress.NONE).finish(edited).failure().isPresent(), "the saved image no longer says what the guest ran with");
    }

    @Test
    void elsewhereOrUnderAnotherModeNothingIsFlushed() throws Exception {
        assertEquals(Optional.empty(), finish(xml("unsafe"), "none", false));
        assertEquals(Optional.empty(), finish(xml("writeback"), "none", true));
        assertEquals(Optional.empty(), finish(xml("none"), "unsafe", true));
    }

    /// libvirt's save as it is seen from here: it takes until it is ended, and refuses to be ended before it has begun.
    private Hypervisor savingUntilAborted(CountDownLatch aborted, boolean succeedsAllTheSame) {
        AtomicInteger asked = new AtomicInteger();
        return (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (_, method, _) -> {
            called.add(method.getName());
            switch (method.getName()) {
                case "managedSave" -> {
                    aborted.await();
                    if (!succeedsAllTheSame) throw failure("operation aborted");
                }
                case "saveProgress" -> {
                    return Optional.of(new SaveProgress(512 << 20, 384 << 20, 2000));
                }
                case "abortJob" -> {
                    if (asked.getAndIncrement() == 0) throw failure("no job is active on the domain");
                    aborted.countDown();
                }
                default -> {}
            }
            return null;
        });
    }

    /// As after a lost connection: libvirt goes on saving for whoever asked.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSaveThatGoesOnWithoutUsIsEndedBeforeItIsTakenBack(boolean cameToItsEnd) throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Hypervisor hypervisor = (Hypervisor) Proxy.newProxyInstance(Hypervisor.class.getClassLoader(), new Class<?>[] {Hypervisor.class}, (_, method, _) -> {
            if (method.getName().equals("abortJob") && cameToItsEnd) throw failure("no job is active on the domain");
            if (!method.getName().equals("domain")) called.add(method.getName());
            DomainState after = cameToItsEnd ? DomainState.SHUT_OFF : DomainState.RUNNING;
            return method.getName().equals("domain") ? Optional.of(looks.getAndIncrement() < 2 ? new DomainInfo(UUID, "guest", DomainState.PAUSED, 3, true, false, false)
                    : new DomainInfo(UUID, "guest", after, 0, true, cameToItsEnd, false)) : xml("none");
        });
        SaveAndResume steps = steps(hypervisor, new PrivateFiles(directory.resolve("state")), new DiskFlush(new Commands(new SystemFiles(directory))), true, LiveProgress.NONE);
        assertTrue(steps.takeBack(new Underway("qemu:///system", UUID, "guest", Underway.Phase.SAVING, LivePlan.Until.CHANGED,
                List.of(new Assignment("disk.vda.cache", "none")), xml("unsafe"), xml("unsafe"), Optional.empty(), Optional.empty(), 65536)));
        assertEquals(cameToItsEnd ? List.of("start") : List.of("abortJob", "abortJob"), called, "what is saved is resumed, what was ended goes on by itself");
    }

    private static FailedException failure(String words) {
        return new Failure(Message.of("model.quoted", words), Message.of("model.quoted", ""), words).asException();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSaveIsLeftOnRequestAndIsToldHowFarItIs(boolean succeedsAllTheSame) throws Exception {
        List<Message> told = Collections.synchronizedList(new ArrayList<>());
        LiveProgress progress = new LiveProgress() {
            @Override
            public void now(Message words) {
                told.add(words);
            }

            @Override
            public void saving(SaveProgress far) {
                if (far.known()) told.add(far.words());
            }

            @Override
            public boolean stopped() {
                return told.size() > 1;
            }
        };
        PrivateFiles files = new PrivateFiles(directory.resolve("state"));
        Hypervisor hypervisor = savingUntilAborted(new CountDownLatch(1), succeedsAllTheSame);
        SaveAndResume steps = steps(hypervisor, files, new DiskFlush(new Commands(new SystemFiles(directory))), true, progress);
        assertFalse(steps.save(new Underway("qemu:///system", UUID, "guest", Underway.Phase.SAVING, LivePlan.Until.CHANGED,
                List.of(new Assignment("disk.vda.cache", "none")), xml("none"), xml("none"), Optional.empty(), Optional.empty(), 65536), () -> hypervisor));
        assertEquals(List.of(Message.of("change.phase.saving"), Message.of("model.save.left", 25L, 512L, 6L)), told);
        assertEquals(List.of("managedSave", "abortJob", "abortJob"), called.stream().filter(name -> !name.equals("saveProgress") && !name.equals("close")).toList());
    }
}
