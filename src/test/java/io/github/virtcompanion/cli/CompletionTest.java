package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.History;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.DiskFlush;
import io.github.virtcompanion.system.PrivateFiles;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The script in bash itself, as a line that is being typed.
class CompletionTest {
    @TempDir
    private Path directory;
    private Path script;

    @BeforeEach
    void make() throws IOException, ReflectiveOperationException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
        StringWriter out = new StringWriter();
        // It needs words, and whether anything was changed; what else there is to be given plays no part.
        PrivateFiles state = new PrivateFiles(directory);
        History history = new History(state);
        SystemFiles files = SystemFiles.realHost();
        Map<Class<?>, Object> needed = Map.of(Words.class, new Words(Locale.ENGLISH), Changes.class, new Changes(history, Clock.systemUTC()),
                LiveChanges.class, new LiveChanges(history, state, files, new DiskFlush(new Commands(files)), _ -> { throw new IllegalStateException(); }, Clock.systemUTC(), "/home/demo"));
        Object[] parts = Stream.of(Tools.class.getRecordComponents()).map(part -> needed.get(part.getType())).toArray();
        Tools tools = (Tools) Tools.class.getDeclaredConstructors()[0].newInstance(parts);
        assertEquals(Cli.OK, new Cli(tools).run(new PrintWriter(out), new PrintWriter(System.err), "completion"));
        script = directory.resolve("completion.bash");
        Files.writeString(script, out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"virt-companion se|set settings", "virt-companion set vm disk.vda.cache=un|unsafe", "virt-companion set vm disk.vda.cac|disk.vda.cache=",
        "virt-companion set vm memory.hugep|memory.hugepages= memory.hugepages.size=", "virt-companion set vm cpu.feature.svm=req|require", "virt-companion edit type=|default kvm qemu",
        "virt-companion set --dry|--dry-run", "virt-companion list -c qemu|qemu:///session qemu:///system",
        "virt-companion meter --ev|--every", "virt-companion switch vm --cpu k|keep", "virt-companion set -c demo:/// free|freebsd-8", "virt-companion show --connect=demo:/// w|windows-vista", "virt-companion set vm hyperv.relaxed=o|on off"})
    void completes(String line, String expected) throws IOException, InterruptedException {
        List<String> words = List.of(expected.split(" "));
        assertEquals(words.stream().filter(word -> !(line.contains("type=") && word.equals("default"))).sorted().toList(), completed(line).stream().sorted().toList());
    }

    @Test
    void isAScriptThatBashUnderstands() throws IOException, InterruptedException {
        assertEquals(List.of(), bash("bash -n " + script));
        assertTrue(completed("virt-companion settings ").size() > 250);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"virt-companion show a|a\\ b", "virt-companion show it|it\\'s", "virt-companion finish d|debian", "virt-companion meter d|debian", "virt-companion set deb|debian",
        "virt-companion switch debian --to k|kvm"})
    void completesMachinesWhateverTheirNames(String line, String expected) throws IOException, InterruptedException {
        Path virsh = Files.writeString(directory.resolve("virsh"), "#!/bin/sh\nprintf \"a b\\nit's\\ndebian\\n\\n\"\n");
        assertTrue(virsh.toFile().setExecutable(true));
        assertEquals(List.of(expected), completed(line));
    }

    /// As zsh and fish are told: whole answers, and names as they are.
    @Test
    void otherShellsGetWholeAnswers() throws IOException, InterruptedException {
        assertEquals(List.of("disk.vda.cache=unsafe"), bash(". " + script + "; _virt_companion_plain virt-companion set vm disk.vda.cache=un"));
        assertEquals(List.of("demo:///"), bash(". " + script + "; _virt_companion_plain virt-companion list -c demo:"));
        Path virsh = Files.writeString(directory.resolve("virsh"), "#!/bin/sh\necho 'a b'\n");
        assertTrue(virsh.toFile().setExecutable(true));
        assertEquals(List.of("a b"), bash("PATH=" + directory + ":$PATH; . " + script + "; _virt_companion_plain virt-companion show a"));
        assertEquals(List.of(), bash(". " + script + "; _virt_companion_plain virt-companion show zzz"));
    }

    private List<String> completed(String line) throws IOException, InterruptedException {
        String type = "PATH=" + directory + ":$PATH; set -f; . " + script + "; COMP_LINE='" + line + "'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE); case $COMP_LINE in *' ') COMP_WORDS+=('');; esac; "
                + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); set +f; _virt_companion; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return bash(type).stream().filter(word -> !word.isEmpty()).toList();
    }

    private List<String> bash(String commands) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", commands).redirectErrorStream(true).directory(directory.toFile()).start();
        List<String> lines = new String(bash.getInputStream().readAllBytes()).lines().toList();
        assertTrue(bash.waitFor(30, TimeUnit.SECONDS));
        return lines;
    }
}
