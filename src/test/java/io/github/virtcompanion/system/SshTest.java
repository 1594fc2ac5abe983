package io.github.virtcompanion.system;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// ssh is called as libvirt calls it, and never with words that it could misread.
class SshTest {
    private static final String ALWAYS = "-T -e none -x -a -o BatchMode=yes -o ConnectTimeout=5 -o ClearAllForwardings=yes ";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
            "qemu+ssh://server/system, ssh, '-- server sh'",
            "qemu+ssh://root@server2.lan:2222/system, ssh, '-p 2222 -l root -- server2.lan sh'",
            "qemu+ssh://[fe80::1%25eth0]/session, ssh, '-- fe80::1%eth0 sh'",
            "qemu+ssh://u%40corp@h/system, ssh, '-l u@corp -- h sh'",
            "qemu+ssh://h/system?keyfile=/home/a/.ssh/id+1&no_verify=1&socket=/x, ssh, '-i /home/a/.ssh/id+1 -o StrictHostKeyChecking=no -- h sh'",
            "qemu+ssh://h/system?no_verify=0&command=/opt/bin/ssh, /opt/bin/ssh, '-- h sh'",
            "qemu+ssh://h, ssh, '-- h sh'",
    })
    void asLibvirtDoes(String uri, String program, String rest) throws FailedException {
        assertEquals(program + " " + ALWAYS + rest, String.join(" ", Ssh.command(uri)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qemu+ssh://-oProxyCommand=touch%20x/system", "qemu+ssh://h;id/system", "qemu+ssh://$(id)/system", "qemu+ssh://a b/system", "qemu+ssh://h%0aid/system",
            "qemu+ssh://-l@h/system", "qemu+ssh://%2doX@h/system", "qemu+ssh://u%0a@h/system", "qemu+ssh://h/system?keyfile=-oX", "qemu+ssh://h/system?command=-x",
            "qemu+ssh://h/system?keyfile=%zz", "qemu+ssh:///system", "qemu+ssh://[x;y]/system", "qemu+ssh://h:99999999/system", "qemu+ssh://'h'/system", "qemu+tcp://h/system"})
    void refused(String uri) {
        assertThrows(FailedException.class, () -> Ssh.command(uri));
    }

    @Test
    void onlySshWithAHost() {
        assertTrue(Ssh.possible("qemu+ssh://h/system"));
        for (String uri : List.of("qemu+ssh:///system", "qemu:///system", "qemu+tls://h/system", "qemu+libssh2://h/system")) assertFalse(Ssh.possible(uri), uri);
    }

    @Test
    void theScriptTravelsByStandardInput() throws Exception {
        Fact<String> said = Ssh.to("qemu+ssh://h/system?command=" + program("exec sh"), new Commands(SystemFiles.realHost())).run("echo \"it's $((6 * 7))\"\n");
        assertEquals("it's 42\n", said.toOptional().orElseThrow());
    }

    @Test
    void itsOwnWordsWhereItFails() throws Exception {
        Path fails = program("echo 'Warning: added' >&2; echo 'a@h: Permission denied (publickey).' >&2; exit 255");
        Fact.Unknown<String> unknown = assertInstanceOf(Fact.Unknown.class, Ssh.to("qemu+ssh://h/system?command=" + fails, new Commands(SystemFiles.realHost())).run("true"));
        assertEquals("system.ssh.failed", unknown.reason().key());
        assertEquals(List.of("a@h: Permission denied (publickey)."), unknown.reason().args());
    }

    @Test
    void aCapturedTreeReachesNobody() throws Exception {
        assertInstanceOf(Fact.Unknown.class, Ssh.to("qemu+ssh://h/system?command=" + program("exec sh"), new Commands(new SystemFiles(directory))).run("touch " + directory + "/touched"));
        assertFalse(Files.exists(directory.resolve("touched")));
    }

    @Test
    void aTreeFromElsewhereStaysInItsDirectory() throws Exception {
        TreeMap<String, byte[]> entries = new TreeMap<>();
        byte[] bytes = {'x'};
        for (String path : List.of("proc/cpuinfo", "../outside", "/../../outside", "link/through", "a", "a/b", "deep/", "n\0ul", "x".repeat(300))) entries.put(path, bytes);
        entries.put("link -> " + directory, new byte[0]);
        entries.put("away -> " + directory, new byte[0]);
        entries.put("away/inner -> target", new byte[0]);
        try (BundledTree tree = BundledTree.of(entries)) {
            assertEquals("x", Files.readString(tree.directory().resolve("proc/cpuinfo")));
            assertTrue(Files.isRegularFile(tree.directory().resolve("link/through")) && !Files.isSymbolicLink(tree.directory().resolve("link")));
            assertTrue(Files.isDirectory(tree.directory().resolve("deep")));
            assertTrue(Files.isSymbolicLink(tree.directory().resolve("away")));
            assertFalse(Files.exists(tree.directory().resolve("../outside")));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(tree.directory())));
        }
        try (var left = Files.list(directory)) {
            assertEquals(List.of(), left.toList(), "nothing was written through a link");
        }
    }

    private Path program(String script) throws IOException {
        Path program = directory.resolveSibling(directory.getFileName() + "-ssh");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        program.toFile().deleteOnExit();
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
