package io.github.virtcompanion.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Names and values that are none: the same exit code from every command, and what was meant.
class MistakesTest extends OnTheDemo {
    @ParameterizedTest
    @ValueSource(strings = {"show nobody", "set nobody title=x", "set nobody title=x --dry-run", "set nobody nowhere title=x", "switch nobody --to kvm", "finish nobody", "undo nobody", "redo nobody",
        "history nobody", "restore nobody", "meter nobody"})
    void aMachineThatIsNotThereCouldNotBeLookedAt(String words) {
        assertEquals(Cli.COULD_NOT, run(words.split(" ")), err.toString());
        assertTrue(err.toString().startsWith("There is no machine no"), err.toString());
        assertEquals("", out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"show freebsd-8", "set freebsd-8 title=x", "switch freebsd-8 --to kvm", "undo freebsd-8", "redo freebsd-8", "history freebsd-8", "restore freebsd-8", "finish freebsd-8", "meter freebsd-8",
        "set --all title=x", "switch --all --to kvm", "undo --batch", "history --undefined", "list"})
    void withoutAConnectionNothingCouldBeLookedAt(String words) {
        assertEquals(Cli.COULD_NOT, run((words + " -c test:///nonexistent.xml").split(" ")), err.toString());
        assertEquals("", out.toString().strip());
    }

    /// The others are changed all the same.
    @ParameterizedTest
    @ValueSource(strings = {"set nobody freebsd-8 title=x", "set freebsd-8 nobody title=x"})
    void oneOfSeveralThatIsNotThereIsAFailureInPart(String words) {
        assertEquals(Cli.FAILED, run(words.split(" ")));
        assertTrue(err.toString().contains("There is no machine nobody."), err.toString());
        assertTrue(out.toString().contains("freebsd-8"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"freebsd | freebsd-8", "freebsd8 | freebsd-8", "Freebsd-8 | freebsd-8", "fribsd-8 | freebsd-8", "vista | windows-vista", "openbsd | openbsd-4.9, openbsd-5.0"})
    void aMachineThatWasMeant(String typed, String meant) {
        assertEquals(Cli.COULD_NOT, run("show", typed));
        assertTrue(err.toString().contains("Did you mean " + meant + "?"), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"disk.hda.cache=write-back, writeback", "disk.hda.io=uring, io_uring", "cpu.mode=passthrough, host-passthrough", "type=KVM, kvm", "memory.hugepages=yes, on", "boot.menu=off, no", "on_crash=restat, restart",
        "cahce=none, disk.*.cache", "hda.chace=none, disk.hda.cache", "io=native, disk.*.io", "cpu=host-passthrough, cpu.mode", "autostrat=on, autostart"})
    void aValueOrASettingThatWasMeant(String assignment, String meant) {
        assertEquals(Cli.COULD_NOT, run("set", "freebsd-8", assignment));
        assertTrue(err.toString().contains("Did you mean " + meant), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"set freebsd-8 foo=1", "set freebsd-8 on_crash=xyzzy", "show xyzzy"})
    void noGuessWhereNothingResembles(String words) {
        assertEquals(Cli.COULD_NOT, run(words.split(" ")));
        assertFalse(err.toString().contains("Did you mean"), err.toString());
    }

    /// What is before the sign is no setting, and the whole is a machine's name.
    @Test
    void aMachineWithAnEqualsSignInItsName() throws Exception {
        Path node = directory.resolve("node.xml");
        Files.writeString(node, "<node><domain type='test'><name>a=b</name><memory>1024</memory><os><type>hvm</type></os></domain></node>");
        String uri = "test://" + node;
        assertEquals(Cli.OK, run("set", "a=b", "title=new", "-c", uri, "--dry-run"), err.toString());
        assertTrue(out.toString().contains("+  <title>new</title>"), out.toString());
        assertEquals(Cli.OK, run("show", "a=b", "-c", uri), err.toString());
        assertEquals(Cli.COULD_NOT, run("set", "a=b", "-c", uri));
        assertTrue(err.toString().startsWith("No setting was named."), err.toString());
        assertEquals(Cli.COULD_NOT, run("set", "a=b", "c=d", "title=new", "-c", uri));
        assertTrue(err.toString().contains("There is no setting “c”."), err.toString());
        assertEquals(Cli.COULD_NOT, run("set", "--all", "a=b", "title=new", "-c", uri));
        assertTrue(err.toString().contains("There is no setting “a”."), err.toString());
    }
}
