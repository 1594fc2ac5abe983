package io.github.virtcompanion.libvirt;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Arrays of handles that libvirt allocates and the caller frees.
final class Handles {
    private Handles() {
    }

    /// Reads each handle, then frees it and at last the array.
    static <T> List<T> readAndFree(Pointer array, int count, Function<Pointer, T> read, Consumer<Pointer> free) {
        if (array == null) return List.of();
        List<T> results = new ArrayList<>(count);
        RuntimeException failed = null;
        for (int i = 0; i < count; i++) {
            Pointer handle = array.getPointer((long) Native.POINTER_SIZE * i);
            try {
                if (failed == null) results.add(read.apply(handle));
            } catch (RuntimeException e) {
                failed = e;
            } finally {
                free.accept(handle);
            }
        }
        Native.free(Pointer.nativeValue(array));
        if (failed != null) throw failed;
        return results;
    }
}
