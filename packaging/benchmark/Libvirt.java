import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The other client: changes machines, and hears when libvirt tells of it. Plain calls of libvirt's C library.
final class Libvirt implements AutoCloseable {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup("libvirt.so.0", Arena.global());
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final java.lang.foreign.AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final BlockingQueue<Long> TOLD = new LinkedBlockingQueue<>();
    private final MemorySegment connection;

    static {
        call("virInitialize", FunctionDescriptor.of(INT));
        call("virEventRegisterDefaultImpl", FunctionDescriptor.of(INT));
        Thread.ofPlatform().name("libvirt events").daemon().start(() -> {
            while ((int) call("virEventRunDefaultImpl", FunctionDescriptor.of(INT)) == 0) Thread.onSpinWait();
        });
    }

    Libvirt(String uri) throws IOException {
        connection = (MemorySegment) call("virConnectOpen", FunctionDescriptor.of(POINTER, POINTER), text(uri));
        if (connection.address() == 0) throw new IOException("no connection to " + uri);
        try {
            FunctionDescriptor lifecycle = FunctionDescriptor.of(INT, POINTER, POINTER, INT, INT, POINTER);
            MethodHandle told = MethodHandles.lookup().findStatic(Libvirt.class, "told",
                    MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class, int.class, int.class, MemorySegment.class));
            call("virConnectDomainEventRegisterAny", FunctionDescriptor.of(INT, POINTER, POINTER, INT, POINTER, POINTER, POINTER), connection, MemorySegment.NULL,
                    0, LINKER.upcallStub(told, lifecycle, Arena.global()), MemorySegment.NULL, MemorySegment.NULL);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int told(MemorySegment connection, MemorySegment domain, int event, int detail, MemorySegment opaque) {
        TOLD.add(System.nanoTime());
        return 0;
    }

    void forgetEvents() {
        TOLD.clear();
    }

    /// When libvirt told of the last change (System.nanoTime).
    Optional<Long> nextEvent(long millis) throws InterruptedException {
        return Optional.ofNullable(TOLD.poll(millis, TimeUnit.MILLISECONDS));
    }

    void define(String xml) throws IOException {
        MemorySegment domain = (MemorySegment) call("virDomainDefineXML", FunctionDescriptor.of(POINTER, POINTER, POINTER), connection, text(xml));
        if (domain.address() == 0) throw new IOException("not defined");
        call("virDomainFree", FunctionDescriptor.of(INT, POINTER), domain);
    }

    /// @param function virDomainSuspend and others that want nothing but the domain
    void act(String function, String name) throws IOException {
        onDomain(name, domain -> (int) call(function, FunctionDescriptor.of(INT, POINTER), domain));
    }

    void title(String name, String title) throws IOException {
        // VIR_DOMAIN_METADATA_TITLE, VIR_DOMAIN_AFFECT_CONFIG
        onDomain(name, domain -> (int) call("virDomainSetMetadata", FunctionDescriptor.of(INT, POINTER, INT, POINTER, POINTER, POINTER, INT),
                domain, 1, text(title), MemorySegment.NULL, MemorySegment.NULL, 2));
    }

    private interface OnDomain {
        int run(MemorySegment domain);
    }

    private void onDomain(String name, OnDomain action) throws IOException {
        MemorySegment domain = (MemorySegment) call("virDomainLookupByName", FunctionDescriptor.of(POINTER, POINTER, POINTER), connection, text(name));
        if (domain.address() == 0) throw new IOException("no machine " + name);
        int result = action.run(domain);
        call("virDomainFree", FunctionDescriptor.of(INT, POINTER), domain);
        if (result < 0) throw new IOException("libvirt refused");
    }

    private static MemorySegment text(String text) {
        return Arena.ofAuto().allocateFrom(text);
    }

    private static Object call(String function, FunctionDescriptor shape, Object... arguments) {
        try {
            return LINKER.downcallHandle(LIBRARY.findOrThrow(function), shape).invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(function, e);
        }
    }

    @Override
    public void close() {
        call("virConnectClose", FunctionDescriptor.of(INT, POINTER), connection);
    }
}
