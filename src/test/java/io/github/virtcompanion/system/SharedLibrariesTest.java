package io.github.virtcompanion.system;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class SharedLibrariesTest {
    @Test
    void aLongerNameIsAnotherLibrary() {
        List<String> known = List.of("2 libs found in cache `/etc/ld.so.cache'", "\tlibXtst.so.6.1 (libc6,x86-64) => /usr/lib/libXtst.so.6.1", "\tlibgtk-3.so.0 (libc6,x86-64) => /usr/lib/libgtk-3.so.0");
        assertEquals(List.of("libXtst.so.6"), SharedLibraries.missing(known, List.of("libgtk-3.so.0", "libXtst.so.6")));
    }

    @Test
    void whatThisSystemHasIsKnown() {
        var commands = new Commands(SystemFiles.realHost());
        assertEquals(List.of("libnever.so.7"), SharedLibraries.missing(commands, List.of("libc.so.6", "libnever.so.7")));
    }
}
