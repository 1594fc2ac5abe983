package io.github.virtcompanion.inventory;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.system.PrivateFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SourcesTest {
    @Test
    void virtManagersListIsReadFromGVariant() {
        assertEquals(List.of("qemu:///system", "qemu+ssh://me@server2/system"), Sources.parse("['qemu:///system', 'qemu+ssh://me@server2/system']\n"));
        assertEquals(List.of(), Sources.parse("@as []\n"));
        assertEquals(List.of(), Sources.parse("[]"));
        assertEquals(List.of(), Sources.parse(""));
        assertEquals(List.of(), Sources.parse("['broken"));
    }

    @Test
    void bothListsComeFromOneAnswer() {
        List<String> settings = List.of("org.virt-manager.virt-manager.connections autoconnect ['qemu:///system']",
                "org.virt-manager.virt-manager.connections uris ['qemu:///system', 'lxc:///']");
        assertEquals(List.of("qemu:///system", "lxc:///"), Sources.value(settings, "uris"));
        assertEquals(List.of("qemu:///system"), Sources.value(settings, "autoconnect"));
        assertEquals(List.of(), Sources.value(List.of(), "uris"));
    }

    @Test
    void anotherHostIsOpenedByItselfOnlyWhereVirtManagerDoesSo() {
        List<ConnectionSpec> specs = Sources.specs(List.of("qemu:///system", "qemu+ssh://a/system", "qemu+ssh://b/system"), List.of("qemu+ssh://b/system"));
        assertEquals(List.of(false, true, false), specs.stream().map(ConnectionSpec::idle).toList());
    }

    @ParameterizedTest
    @CsvSource({
            "qemu:///system, LOCAL, QEMU/KVM",
            "qemu:///session, LOCAL, QEMU/KVM (session)",
            "qemu+unix:///system, LOCAL, QEMU/KVM",
            "qemu+ssh://me@server2/system, REMOTE, QEMU/KVM: me@server2",
            "qemu+tls://server2:16514/system, REMOTE, QEMU/KVM: server2:16514",
            "xen:///, LOCAL, Xen",
            "test:///default, REMOTE, Test default",
            "test:///a/b/node.xml, REMOTE, Test node.xml",
            "demo:///, DEMO, demo",
    })
    void aUriTellsWhoseHostItIs(String uri, ConnectionSpec.Kind kind, String label) {
        assertEquals(kind, ConnectionSpec.of(uri).kind());
        assertEquals(label, ConnectionSpec.of(uri).label());
    }

    @Test
    void whatTheUserSaidHereGoesBeforeVirtManagersList(@TempDir Path directory) throws FailedException {
        Bookmarks own = new Bookmarks(new PrivateFiles(directory));
        List<ConnectionSpec> theirs = Sources.specs(List.of("qemu:///system", "qemu+ssh://root@far/system", "lxc:///"), List.of());
        own.change("qemu+ssh://root@far/system", _ -> new Bookmarks.Bookmark("qemu+ssh://root@far/system", "Far away", true, false));
        own.change("lxc:///", old -> new Bookmarks.Bookmark(old.uri(), "", null, true));
        own.change("qemu+ssh://near/system", _ -> new Bookmarks.Bookmark("qemu+ssh://near/system", "", false, false));
        List<ConnectionSpec> merged = Sources.merged(theirs, own.all());
        assertEquals(List.of("qemu:///system", "qemu+ssh://root@far/system", "qemu+ssh://near/system"), merged.stream().map(ConnectionSpec::uri).toList());
        assertEquals(List.of(false, false, true), merged.stream().map(ConnectionSpec::idle).toList());
        assertEquals("Far away", merged.get(1).label());
        own.remove("qemu+ssh://near/system");
        assertEquals(2, Sources.merged(theirs, own.all()).size());
    }

    @Test
    void aListIsWrittenAsItIsRead() {
        for (List<String> words : List.of(List.<String>of(), List.of("qemu:///system"), List.of("it's", "a\\b", "c")))
            assertEquals(words, Sources.parse(Sources.written(words)), Sources.written(words));
    }
}
