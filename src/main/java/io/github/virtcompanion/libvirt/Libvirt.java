package io.github.virtcompanion.libvirt;

import com.sun.jna.ptr.LongByReference;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import org.libvirt.jna.ConnectionPointer;

import java.lang.ref.Reference;

/// The door to libvirt: loads its client library at the first call, and opens connections.
public final class Libvirt {
    /// libvirt prints every error on stderr unless it is given a function; the field keeps that function from being collected.
    private static final NativeLibvirt.ErrorFunction SILENT = (_, _) -> {};
    private static NativeLibvirt loaded;

    private Libvirt() {
    }

    /// Of the client library: `9.0.0`.
    ///
    /// @throws FailedException where the library is not installed or cannot be used; a later call tries again
    public static String version() throws FailedException {
        NativeLibvirt libvirt = library();
        LongByReference version = new LongByReference();
        libvirt.virGetVersion(version, null, null);
        long number = version.getValue();
        return number / 1_000_000 + "." + number / 1_000 % 1_000 + "." + number % 1_000;
    }

    /// Opens a connection without asking anybody for a password.
    public static Hypervisor open(String uri, boolean readOnly) throws FailedException {
        return open(uri, readOnly, Credentials.NONE);
    }

    /// Blocks until the connection stands or is refused; a remote one may take as long as its transport likes.
    public static Hypervisor open(String uri, boolean readOnly, Credentials credentials) throws FailedException {
        return connect(uri, readOnly, credentials);
    }

    static LibvirtConnection connect(String uri, boolean readOnly, Credentials credentials) throws FailedException {
        NativeLibvirt libvirt = library();
        EventLoop.start(libvirt);
        Authentication authentication = new Authentication(credentials);
        ConnectionPointer pointer = libvirt.virConnectOpenAuth(uri, authentication.struct(), readOnly ? NativeLibvirt.CONNECT_RO : 0);
        VirError error = pointer == null ? VirError.last(libvirt) : null;
        Reference.reachabilityFence(authentication);
        if (error != null) throw Failures.exception(error, uri, Action.OPEN);
        return new LibvirtConnection(libvirt, pointer, uri, readOnly);
    }

    /// The last call: the program can end at once then. Connections that are open tell nothing more.
    public static void end() {
        EventLoop.end();
    }

    private static synchronized NativeLibvirt library() throws FailedException {
        if (loaded != null) return loaded;
        try {
            NativeLibvirt libvirt = NativeLibvirt.load();
            // Any other call before this one is a segmentation fault.
            if (libvirt.virInitialize() < 0) throw Failures.exception(VirError.last(libvirt), "", Action.OPEN);
            libvirt.virSetErrorFunc(null, SILENT);
            loaded = libvirt;
            return libvirt;
        } catch (LinkageError e) {
            throw notUsable(e);
        }
    }

    static FailedException notUsable(Throwable e) {
        // Where Java looked for it inside its own jars is nobody's business.
        String words = String.valueOf(e.getMessage()).replaceFirst("(?s)\nNative library \\(.*", "");
        boolean jna = words.contains("jnidispatch") || words.contains("com.sun.jna") || words.contains("JNA native support");
        Failure failure = jna
                ? new Failure(Message.of("libvirt.no-jna.what"), Message.of("libvirt.no-jna.next"), words)
                : new Failure(Message.of("libvirt.no-library.what"), Message.of("libvirt.no-library.next"), words);
        FailedException failed = failure.asException();
        failed.initCause(new LibvirtFailure.Cause(new LibvirtFailure(-1, 0), e));
        return failed;
    }
}
