package io.github.virtcompanion.libvirt;

import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/// A virConnectAuth whose answers libvirt may free: libvirt-java's ConnectAuth hands it memory that is JNA's, and the JVM
/// dies of the double free.
final class Authentication {
    private static final int[] TYPES = {1 /* USERNAME */, 2 /* AUTHNAME */, 5 /* PASSPHRASE */, 6 /* ECHOPROMPT */, 7 /* NOECHOPROMPT */, 8 /* REALM */};
    private static final int POINTER = Native.POINTER_SIZE;

    private final Credentials credentials;
    private final NativeLibvirt.CredentialFunction callback = this::collect;
    private final Memory types = new Memory(4L * TYPES.length);
    private final Memory struct = new Memory(4L * POINTER);

    Authentication(Credentials credentials) {
        this.credentials = credentials;
        types.write(0, TYPES, 0, TYPES.length);
        struct.clear();
        struct.setPointer(0, types);
        struct.setInt(POINTER, TYPES.length);
        struct.setPointer(2L * POINTER, CallbackReference.getFunctionPointer(callback));
    }

    /// Valid as long as this object is reachable.
    Pointer struct() {
        return struct;
    }

    /// virConnectCredential: int type; char *prompt, *challenge, *defresult, *result; unsigned resultlen.
    private int collect(Pointer list, int count, Pointer opaque) {
        try {
            for (int i = 0; i < count; i++) {
                Pointer credential = list.share(6L * POINTER * i);
                int type = credential.getInt(0);
                Pointer prompt = credential.getPointer(POINTER);
                var answer = credentials.ask(prompt == null ? "" : prompt.getString(0, "UTF-8"), type != 5 && type != 7);
                if (answer.isEmpty()) return -1;
                byte[] bytes = answer.get().getBytes(StandardCharsets.UTF_8);
                Pointer result = new Pointer(Native.malloc(bytes.length + 1L));
                result.write(0, bytes, 0, bytes.length);
                result.setByte(bytes.length, (byte) 0);
                credential.setPointer(4L * POINTER, result);
                credential.setInt(5L * POINTER, bytes.length);
            }
            return 0;
        } catch (RuntimeException e) {
            System.getLogger(Authentication.class.getName()).log(Level.ERROR, "asking for credentials", e);
            return -1;
        }
    }
}
