package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.RealLibvirtd;

import java.io.IOException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A machine that runs counting.bin: whether it goes on, or was started anew, is seen by its numbers.
record CountingGuest(RealLibvirtd real, String name) {
    /// @param qemu the process in which it counted
    record Counted(long number, String qemu) {}

    /// Of this QEMU: each start of one empties the file.
    private List<Long> numbers() throws IOException {
        String printed = real.printed(name);
        return printed.substring(0, printed.lastIndexOf('\n') + 1).lines().map(String::strip).filter(line -> line.matches("[0-9a-f]{4}")).map(line -> Long.parseLong(line, 16)).toList();
    }

    /// Lets it count for a moment.
    Counted counted() throws IOException {
        RealLibvirtd.await("the guest to count", () -> numbers().size() > 4);
        return new Counted(numbers().getLast(), real.guestPid(name));
    }

    void assertGoesOnFrom(Counted before) throws IOException {
        RealLibvirtd.await("the guest to go on", () -> !numbers().isEmpty() && numbers().getLast() > before.number());
        List<Long> numbers = numbers();
        for (int i = 1; i < numbers.size(); i++) assertEquals(numbers.get(i - 1) + 1, numbers.get(i), "no step is left out or made twice");
        if (!real.guestPid(name).equals(before.qemu())) assertTrue(numbers.getFirst() >= before.number(), "resumed, not started anew: " + numbers);
    }
}
