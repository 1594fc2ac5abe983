package io.github.virtcompanion.libvirt;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// libvirt's event loop, on one thread that is only its own (virEventRegisterImpl).
///
/// The loop that libvirt brings runs GLib's main context, which is GTK's as well: whichever of the two comes first runs the
/// other's work on its thread, so that the window would wait for connections, or a connection's thread would paint.
final class EventLoop {
    private static final int POLLFD_SIZE = 8;
    private static final int NEVER = -1;
    private static EventLoop only;

    private final LibC libc = LibC.load();
    private final Map<Integer, Handle> handles = new LinkedHashMap<>();
    private final Map<Integer, Timeout> timeouts = new LinkedHashMap<>();
    private final List<Runnable> toFree = new ArrayList<>();
    private final List<CountDownLatch> waiting = new ArrayList<>();
    private final int wakeReader;
    private final int wakeWriter;
    private boolean woken;
    private volatile boolean ended;
    private Thread thread;
    private int numbers;

    // Kept here: libvirt holds them as long as the process lives.
    private final NativeLibvirt.AddHandle addHandle = this::addHandle;
    private final NativeLibvirt.Update updateHandle = this::updateHandle;
    private final NativeLibvirt.Remove removeHandle = this::removeHandle;
    private final NativeLibvirt.AddTimeout addTimeout = this::addTimeout;
    private final NativeLibvirt.Update updateTimeout = this::updateTimeout;
    private final NativeLibvirt.Remove removeTimeout = this::removeTimeout;

    private EventLoop() {
        int[] pipe = new int[2];
        if (libc.pipe(pipe) < 0) throw new IllegalStateException("no pipe: errno " + Native.getLastError());
        wakeReader = pipe[0];
        wakeWriter = pipe[1];
    }

    /// Before the first connection: the drivers look for an event loop when they open. Once a process.
    static synchronized void start(NativeLibvirt libvirt) {
        if (only != null) return;
        only = new EventLoop();
        libvirt.virEventRegisterImpl(only.addHandle, only.updateHandle, only.removeHandle, only.addTimeout, only.updateTimeout, only.removeTimeout);
        only.thread = Thread.ofPlatform().name("libvirt-events").daemon().start(only::run);
    }

    /// Nothing more is told to anybody. Java waits 0.3 s before it ends where a thread is in native code, as one that polls always is.
    static synchronized void end() {
        if (only == null) return;
        only.ended = true;
        synchronized (only) {
            only.wake();
        }
        try {
            // A listener that hangs holds up nobody.
            only.thread.join(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for one whole turn: what was waiting to be told when this was called has been told then. Never on the loop's own thread.
    static void turn() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        synchronized (only) {
            only.waiting.add(done);
            only.wake();
        }
        // A listener that hangs holds up nobody else.
        done.await(1, TimeUnit.SECONDS);
    }

    private static final class LibC {
        static LibC load() {
            // Java itself has it loaded.
            Native.register(LibC.class, NativeLibrary.getProcess());
            return new LibC();
        }

        native int pipe(int[] ends);

        native int poll(Memory fds, long count, int timeoutMillis);

        native long read(int fd, byte[] buffer, long size);

        native long write(int fd, byte[] buffer, long size);
    }

    /// A file descriptor that libvirt wants to know of; events as in virEventHandleType.
    private static final class Handle {
        final int fd;
        final Pointer callback;
        final Pointer opaque;
        final Pointer free;
        int events;

        Handle(int fd, int events, Pointer callback, Pointer opaque, Pointer free) {
            this.fd = fd;
            this.events = events;
            this.callback = callback;
            this.opaque = opaque;
            this.free = free;
        }
    }

    private static final class Timeout {
        final Pointer callback;
        final Pointer opaque;
        final Pointer free;
        int everyMillis;
        long due;

        Timeout(int everyMillis, Pointer callback, Pointer opaque, Pointer free) {
            this.callback = callback;
            this.opaque = opaque;
            this.free = free;
            every(everyMillis);
        }

        void every(int millis) {
            everyMillis = millis;
            due = System.nanoTime() + millis * 1_000_000L;
        }

        boolean isDue(long now) {
            return everyMillis >= 0 && due - now <= 0;
        }
    }

    private synchronized int addHandle(int fd, int events, Pointer callback, Pointer opaque, Pointer free) {
        handles.put(++numbers, new Handle(fd, events, callback, opaque, free));
        wake();
        return numbers;
    }

    private synchronized void updateHandle(int watch, int events) {
        Handle handle = handles.get(watch);
        if (handle == null || handle.events == events) return;
        handle.events = events;
        wake();
    }

    private synchronized int removeHandle(int watch) {
        Handle handle = handles.remove(watch);
        if (handle == null) return -1;
        free(handle.free, handle.opaque);
        return 0;
    }

    private synchronized int addTimeout(int everyMillis, Pointer callback, Pointer opaque, Pointer free) {
        timeouts.put(++numbers, new Timeout(everyMillis, callback, opaque, free));
        wake();
        return numbers;
    }

    private synchronized void updateTimeout(int timer, int everyMillis) {
        Timeout timeout = timeouts.get(timer);
        if (timeout == null) return;
        timeout.every(everyMillis);
        wake();
    }

    private synchronized int removeTimeout(int timer) {
        Timeout timeout = timeouts.remove(timer);
        if (timeout == null) return -1;
        free(timeout.free, timeout.opaque);
        return 0;
    }

    /// On the loop's thread and never here: libvirt removes under locks that its own function takes.
    private void free(Pointer function, Pointer opaque) {
        if (function != null) toFree.add(() -> Function.getFunction(function).invokeVoid(new Object[] {opaque}));
        wake();
    }

    private void wake() {
        if (woken) return;
        woken = true;
        libc.write(wakeWriter, new byte[1], 1);
    }

    private void run() {
        while (!ended) {
            try {
                once();
            } catch (RuntimeException e) {
                // The loop serves every connection: it goes on.
                System.getLogger(EventLoop.class.getName()).log(Level.ERROR, "libvirt's event loop", e);
            }
        }
    }

    private void once() {
        List<Map.Entry<Integer, Handle>> watched = new ArrayList<>();
        List<Runnable> freed;
        List<CountDownLatch> waited;
        Memory fds;
        int timeout = NEVER;
        synchronized (this) {
            freed = List.copyOf(toFree);
            toFree.clear();
            waited = List.copyOf(waiting);
            waiting.clear();
            handles.forEach((watch, handle) -> {
                if (handle.events != 0) watched.add(Map.entry(watch, handle));
            });
            fds = new Memory((long) POLLFD_SIZE * (watched.size() + 1));
            set(fds, 0, wakeReader, Poll.IN);
            for (int i = 0; i < watched.size(); i++) set(fds, i + 1, watched.get(i).getValue().fd, Poll.wanted(watched.get(i).getValue().events));
            long now = System.nanoTime();
            for (Timeout each : timeouts.values())
                if (each.everyMillis >= 0) {
                    int left = (int) Math.clamp((each.due - now + 999_999) / 1_000_000, 0, Integer.MAX_VALUE);
                    timeout = timeout == NEVER ? left : Math.min(timeout, left);
                }
        }
        freed.forEach(Runnable::run);
        int ready = libc.poll(fds, watched.size() + 1L, freed.isEmpty() && waited.isEmpty() ? timeout : 0);
        if (ready > 0 && told(fds, 0) != 0) awake();
        fireTimeouts();
        if (ready > 0) for (int i = 0; i < watched.size(); i++) tell(watched.get(i).getKey(), watched.get(i).getValue(), Poll.happened(told(fds, i + 1)));
        waited.forEach(CountDownLatch::countDown);
    }

    private synchronized void awake() {
        libc.read(wakeReader, new byte[1], 1);
        woken = false;
    }

    private void fireTimeouts() {
        long now = System.nanoTime();
        List<Map.Entry<Integer, Timeout>> due;
        synchronized (this) {
            due = timeouts.entrySet().stream().filter(entry -> entry.getValue().isDue(now)).map(Map.Entry::copyOf).toList();
            due.forEach(entry -> entry.getValue().every(entry.getValue().everyMillis));
        }
        for (Map.Entry<Integer, Timeout> entry : due) {
            synchronized (this) {
                if (timeouts.get(entry.getKey()) != entry.getValue()) continue;
            }
            Function.getFunction(entry.getValue().callback).invokeVoid(new Object[] {entry.getKey(), entry.getValue().opaque});
        }
    }

    private void tell(int watch, Handle handle, int events) {
        synchronized (this) {
            if (events == 0 || handles.get(watch) != handle || handle.events == 0) return;
        }
        Function.getFunction(handle.callback).invokeVoid(new Object[] {watch, handle.fd, events, handle.opaque});
    }

    /// struct pollfd { int fd; short events; short revents; }
    private static void set(Memory fds, int index, int fd, int events) {
        fds.setInt((long) POLLFD_SIZE * index, fd);
        fds.setShort((long) POLLFD_SIZE * index + 4, (short) events);
        fds.setShort((long) POLLFD_SIZE * index + 6, (short) 0);
    }

    private static int told(Memory fds, int index) {
        return fds.getShort((long) POLLFD_SIZE * index + 6);
    }

    /// poll(2)'s numbers and libvirt's (virEventHandleType).
    private static final class Poll {
        static final int IN = 1;
        private static final int OUT = 4, ERR = 8, HUP = 16, NVAL = 32;
        private static final int READABLE = 1, WRITABLE = 2, ERROR = 4, HANGUP = 8;

        static int wanted(int events) {
            return ((events & READABLE) != 0 ? IN : 0) | ((events & WRITABLE) != 0 ? OUT : 0);
        }

        static int happened(int told) {
            return ((told & IN) != 0 ? READABLE : 0) | ((told & OUT) != 0 ? WRITABLE : 0) | ((told & (ERR | NVAL)) != 0 ? ERROR : 0) | ((told & HUP) != 0 ? HANGUP : 0);
        }
    }
}
