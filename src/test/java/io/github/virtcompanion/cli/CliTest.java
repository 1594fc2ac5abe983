package io.github.virtcompanion.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import java.nio.file.attribute.PosixFilePermissions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The commands as scripts use them, on the demo host.
class CliTest extends OnTheDemo {
    @Test
    void tellsOfWrongWordsInTheLanguageOfItsUser() {
        locale = Locale.FRENCH;
        assertEquals(Cli.COULD_NOT, run("list", "--bogus"));
        assertTrue(err.toString().startsWith("Il n’y a pas d’option « --bogus »."), err.toString());
        assertEquals(Cli.COULD_NOT, run("show"));
        assertTrue(err.toString().startsWith("Il manque : DOMAIN."), err.toString());
        assertEquals(Cli.COULD_NOT, run("switch", "freebsd-8"));
        assertTrue(err.toString().startsWith("Il manque : --to."), err.toString());
        assertEquals(Cli.COULD_NOT, run("switch", "freebsd-8", "--to", "xen"));
        assertTrue(err.toString().startsWith("--to ne peut pas valoir « xen »."), err.toString());
        assertEquals(Cli.COULD_NOT, run("set", "freebsd-8", "title=x", "--now", "--this-boot-only"));
        assertTrue(err.toString().startsWith("Une seule de ces options"), err.toString());
        assertEquals(Cli.COULD_NOT, run("lits"));
        assertTrue(err.toString().contains("Vouliez-vous dire"), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void theSameConnectionTwiceIsOne() {
        assertEquals(Cli.OK, run("show", "test", "-c", "test:///default", "-c", "test:///default"), err.toString());
    }

    @Test
    void offersDefaultOnlyWhereThereIsOne() {
        assertEquals(Cli.COULD_NOT, run("set", "freebsd-8", "memory=default"));
        assertTrue(err.toString().contains("It has to be an amount such as 512MiB or 4GiB."), err.toString());
        assertEquals(Cli.COULD_NOT, run("set", "freebsd-8", "disk.hda.iothread=x"));
        assertTrue(err.toString().contains("It can be default, or a whole number from"), err.toString());
    }

    @Test
    void whatIsChangedTogetherIsTakenBackTogether() {
        assertEquals(Cli.FAILED, run("set", "openbsd-4.9", "nobody", "windows-vista", "on_crash=preserve"));
        assertTrue(err.toString().contains("nobody"), err.toString());
        assertTrue(err.toString().contains("2 machines were changed together"), err.toString());
        // The test driver begins anew with each connection: there is nothing to take back, and each of both says so.
        run("undo", "--batch", "--dry-run");
        assertTrue(err.toString().contains("openbsd-4.9") && err.toString().contains("windows-vista"), err.toString());
        run("history", "openbsd-4.9");
        assertTrue(out.toString().contains("One of 2 machines changed together. To take all of it back: virt-companion undo --batch 2"), out.toString());
        assertEquals(Cli.OK, run("set", "--all", "on_crash=preserve"));
        assertEquals(6, out.toString().lines().count(), out.toString());
        assertTrue(err.toString().contains("6 machines were changed together"), err.toString());
        assertEquals(Cli.COULD_NOT, run("undo", "--batch", "20000101T000000.000Z-00000000"));
        assertEquals(Cli.COULD_NOT, run("set", "--all", "openbsd-4.9", "on_crash=preserve"));
        assertEquals(Cli.COULD_NOT, run("undo"));
        assertEquals(Cli.COULD_NOT, run("finish", "openbsd-4.9"));
    }

    @Test
    void listTellsStateTypeAndCache() {
        assertEquals(Cli.OK, run("list"));
        assertTrue(out.toString().contains("freebsd-8"), out.toString());
        assertEquals(Cli.OK, run("list", "--json"));
        JsonArray machines = JsonParser.parseString(out.toString()).getAsJsonArray();
        assertEquals(6, machines.size());
        for (var element : machines) {
            JsonObject machine = element.getAsJsonObject();
            assertEquals("qemu", machine.get("type").getAsString());
            assertEquals("demo:///", machine.get("connection").getAsString());
            assertTrue(machine.getAsJsonObject("cache").entrySet().stream().allMatch(disk -> disk.getValue().getAsString().equals("writethrough")));
            assertTrue(List.of("running", "shut-off").contains(machine.get("state").getAsString()));
            assertEquals(0, machine.getAsJsonArray("pending").size());
        }
    }

    @Test
    void checkTellsTheVerdictAndItsFindings() {
        assertEquals(Cli.FAILED, run("check", "--json"));
        JsonObject check = JsonParser.parseString(out.toString()).getAsJsonObject();
        JsonObject virtualization = check.getAsJsonObject("virtualization");
        assertEquals("disabled-in-firmware", virtualization.get("verdict").getAsString());
        assertEquals("certain", virtualization.get("certainty").getAsString());
        assertTrue(virtualization.getAsJsonArray("advice").toString().contains("VT-x"));
        assertEquals("md0", check.getAsJsonArray("raid").get(0).getAsJsonObject().get("name").getAsString());
        assertEquals("btrfs", check.getAsJsonArray("storage").get(0).getAsJsonObject().get("fileSystem").getAsString());
        JsonObject image = check.getAsJsonArray("storage").get(0).getAsJsonObject();
        assertEquals("6.12.57+deb13-amd64", check.get("kernel").getAsString());
        assertEquals("qcow2", image.get("format").getAsString());
        assertEquals(21474836480L, image.get("virtualBytes").getAsLong());
        assertEquals("raid0", image.getAsJsonArray("layers").get(0).getAsJsonObject().get("detail").getAsString());
        assertEquals(0, check.getAsJsonObject("tuning").getAsJsonObject("hugePages").get("total").getAsInt());
        assertTrue(check.getAsJsonObject("tuning").getAsJsonObject("nested").has("unknown"), "no kvm module is loaded there");
        List<String> ids = new ArrayList<>();
        check.getAsJsonArray("findings").forEach(finding -> ids.add(finding.getAsJsonObject().get("id").getAsString()));
        assertTrue(ids.containsAll(List.of("kvm-not-usable", "raid-no-redundancy", "emulated-kvm-not-usable", "cache-flushes-every-write",
                "cache-flushes-every-write-old-guest")), ids.toString());
        assertEquals(Cli.FAILED, run("check"));
        assertTrue(out.toString().contains("virt-companion set debian-testing disk.vda.cache=writeback -c demo:///"), out.toString());
    }

    @Test
    void checkBelowARootUsesThatTreeOnly() {
        assertEquals(Cli.FAILED, run("check", "--root", demo.files().root().toString(), "--json"));
        JsonObject check = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals("disabled-in-firmware", check.getAsJsonObject("virtualization").get("verdict").getAsString());
        assertEquals(Cli.COULD_NOT, run("check", "--root", directory.toString(), "--json"));
        assertEquals("unknown", JsonParser.parseString(out.toString()).getAsJsonObject().getAsJsonObject("virtualization").get("verdict").getAsString());
    }

    @Test
    void aRootThatIsNotThereCouldNotBeLookedAt() {
        assertEquals(Cli.COULD_NOT, run("check", "--root", directory.resolve("nowhere").toString()));
        assertTrue(err.toString().contains("nowhere"), err.toString());
    }

    /// As with virsh.
    @Test
    void theConnectionMayStandBeforeTheCommand() {
        for (String[] typed : new String[][] {{"-c", "demo:///", "list", "--json"}, {"--connect=demo:///", "list", "--json"}, {"-cdemo:///", "list", "--json"}, {"--connect", "demo:///", "list", "--json"}}) {
            assertEquals(Cli.OK, run(typed), String.join(" ", typed));
            assertTrue(out.toString().contains("freebsd-8"), out.toString());
        }
        assertEquals(Cli.COULD_NOT, run("-c", "demo:///", "nonsense"));
        assertEquals(Cli.COULD_NOT, run("-c"));
    }

    @Test
    void whereNothingAnswersItCouldNotLook() {
        assertEquals(Cli.COULD_NOT, run("list", "-c", "qemu+unix:///system?socket=/nowhere/socket"));
        assertEquals("", out.toString());
        assertFalse(err.toString().isBlank());
        assertEquals(Cli.COULD_NOT, run("check", "-c", "qemu+unix:///system?socket=/nowhere/socket"));
        assertEquals(Cli.COULD_NOT, run("show", "nobody"));
        assertTrue(err.toString().contains("nobody"));
    }

    @Test
    void showTellsNowAndNext() {
        assertEquals(Cli.OK, run("show", "freebsd-8", "--json"));
        JsonObject show = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertTrue(show.getAsJsonArray("settings").asList().stream().map(setting -> setting.getAsJsonObject())
                .anyMatch(setting -> setting.get("setting").getAsString().equals("disk.hda.cache") && setting.get("next").getAsString().equals("writethrough")));
        assertEquals(Cli.OK, run("show", "freebsd-8"));
        assertTrue(out.toString().contains("disk.hda.cache"));
    }

    @Test
    void historyIsExportedForItsOwnerAndEarlierDefinitionsComeBack() throws Exception {
        assertEquals(Cli.OK, run("set", "debian-testing", "disk.vda.cache=writeback"));
        Path file = directory.resolve("export.json");
        assertEquals(Cli.OK, run("history", "debian-testing", "--export", file.toString()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        JsonObject exported = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        List<JsonObject> entries = exported.getAsJsonArray("entries").asList().stream().map(entry -> entry.getAsJsonObject()).toList();
        assertEquals("debian-testing", exported.get("domain").getAsString());
        JsonObject ours = entries.getLast();
        assertTrue(ours.get("after").getAsString().contains("cache='writeback'"), ours.toString());
        assertEquals(Cli.OK, run("restore", "debian-testing", "--to", ours.get("id").getAsString()));
        assertEquals(Cli.OK, run("restore", "debian-testing", "--to", ours.get("id").getAsString(), "--before"), "it is so already");
        assertEquals(Cli.COULD_NOT, run("restore", "debian-testing"));
        assertEquals(Cli.COULD_NOT, run("restore", "debian-testing", "--to", "nonsense"));
        assertEquals(Cli.COULD_NOT, run("redo", "debian-testing"));
        assertEquals(Cli.COULD_NOT, run("history"));
        assertEquals(Cli.OK, run("history", "--undefined", "--json"));
        assertEquals(0, JsonParser.parseString(out.toString()).getAsJsonArray().size());
    }

    @Test
    void setShowsTheDiffAndAppliesAndUndoes() {
        assertEquals(Cli.OK, run("set", "debian-testing", "disk.vda.cache=writeback", "--dry-run"));
        assertTrue(out.toString().contains("-") && out.toString().contains("cache='writeback'"), out.toString());
        assertEquals(Cli.OK, run("set", "debian-testing", "openbsd-4.9", "disk.*.cache=writeback"));
        assertEquals(2, out.toString().lines().count(), out.toString());
        // The test driver forgets with its connection, the history does not: to it somebody else has taken the change out.
        assertEquals(Cli.OK, run("history", "debian-testing", "--json"));
        assertEquals(List.of("outside", "settings"), JsonParser.parseString(out.toString()).getAsJsonArray().asList().stream().map(entry -> entry.getAsJsonObject().get("kind").getAsString()).toList());
        assertEquals(Cli.OK, run("history", "debian-testing", "--diff"));
        assertTrue(out.toString().contains("+      <driver") && out.toString().contains("disk.vda.cache=writeback"), out.toString());
        assertTrue(out.toString().contains("    vda: Cache mode: writeback → writethrough"), "what others have changed: " + out);
        assertEquals(Cli.FAILED, run("undo", "debian-testing"), "the definition is not what it was after the change");
        assertEquals(Cli.COULD_NOT, run("undo", "windows-vista"));
        assertEquals(Cli.FAILED, run("undo", "debian-testing", "--now"), "libvirt's test driver cannot");
        assertEquals(Cli.COULD_NOT, run("undo", "--batch", "--now"));
        assertTrue(err.toString().contains("--now is for the change of one machine."), err.toString());
    }

    @Test
    void wrongWordsAreExplained() {
        assertEquals(Cli.COULD_NOT, run("set", "debian-testing", "disk.vda.cach=writeback"));
        assertTrue(err.toString().contains("disk.vda.cache"), err.toString());
        assertEquals(Cli.COULD_NOT, run("set", "debian-testing", "disk.vda.cache=fast"));
        assertEquals(Cli.FAILED, run("set", "debian-testing", "disk.vdz.cache=none"));
        assertEquals(Cli.COULD_NOT, run("set", "debian-testing", "openbsd-4.9"));
        assertEquals(Cli.COULD_NOT, run("set", "type=kvm", "title=x"));
        assertEquals(Cli.COULD_NOT, run("switch", "--to", "kvm"));
        assertEquals(Cli.COULD_NOT, run("switch", "debian-testing", "--all", "--to", "kvm"));
        assertEquals(Cli.COULD_NOT, run("nonsense"));
        assertEquals(Cli.COULD_NOT, run("history", "nobody"));
    }

    @Test
    void aSwitchIsRefusedWhereKvmIsOff() {
        assertEquals(Cli.FAILED, run("switch", "--all", "--to", "kvm"));
        assertEquals("", out.toString());
        assertTrue(err.toString().contains("openindiana"), err.toString());
        assertEquals(Cli.OK, run("switch", "--all", "--to", "qemu"), "none is KVM");
    }

    @Test
    void editChangesFilesAndLeavesBrokenOnesAlone() throws Exception {
        Path good = Files.writeString(directory.resolve("good.xml"), "<domain type='qemu'>\n  <name>a</name>\n</domain>\n");
        Path broken = Files.writeString(directory.resolve("broken.xml"), "<domain type='qemu'>");
        Path last = Files.writeString(directory.resolve("last.xml"), "<domain type=\"qemu\"><name>b</name></domain>");
        assertEquals(Cli.FAILED, run("edit", "type=kvm", good.toString(), broken.toString(), last.toString()));
        assertEquals("<domain type='kvm'>\n  <name>a</name>\n</domain>\n", Files.readString(good));
        assertEquals("<domain type='qemu'>", Files.readString(broken));
        assertEquals("<domain type=\"kvm\"><name>b</name></domain>", Files.readString(last));
        assertTrue(err.toString().contains("broken.xml"));
    }

    @Test
    void settingsAreExplainedInBothLanguages() {
        assertEquals(Cli.OK, run("settings", "cache"));
        String english = out.toString();
        assertTrue(english.startsWith("disk.*.cache "), "what is named so comes first");
        assertTrue(english.contains("unsafe"));
        assertEquals(Cli.OK, run("settings", "cache", "mode"));
        assertTrue(out.toString().startsWith("disk.*.cache "), out.toString());
        locale = Locale.FRENCH;
        assertEquals(Cli.OK, run("settings", "cache"));
        assertFalse(english.equals(out.toString()));
        assertEquals(Cli.OK, run("settings", "--json"));
        assertTrue(JsonParser.parseString(out.toString()).getAsJsonArray().size() > 10);
        assertEquals(Cli.FAILED, run("settings", "no such word anywhere"));
    }

    @Test
    void helpAndVersionForEveryCommand() {
        assertEquals(Cli.OK, run("--version"));
        assertTrue(out.toString().contains("1.2.3"));
        for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            locale = language;
            assertEquals(Cli.OK, run("--help"));
            for (String command : List.of("list", "check", "show", "set", "switch", "undo", "history", "edit", "settings", "bench", "capture", "demo")) {
                assertTrue(out.toString().contains(command), command);
            }
            for (String command : List.of("list", "check", "show", "set", "switch", "undo", "history", "edit", "settings", "bench", "capture", "demo")) {
                assertEquals(Cli.OK, run(command, "--help"), command);
                assertFalse(out.toString().contains("cli."), "untranslated: " + out);
            }
        }
    }

    @Test
    void aCapturedTreeGetsTheSameVerdict() throws Exception {
        Path tar = directory.resolve("host.tar.gz");
        assertEquals(Cli.OK, run("capture", tar.toString()));
        assertEquals(Cli.COULD_NOT, run("capture", tar.toString()), "nothing that is there is written over");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        assertEquals(0, new ProcessBuilder("tar", "-xzf", tar.toString(), "-C", tree.toString()).inheritIO().start().waitFor());
        assertEquals(Cli.FAILED, run("check", "--root", tree.toString(), "--json"));
        assertEquals("disabled-in-firmware", JsonParser.parseString(out.toString()).getAsJsonObject().getAsJsonObject("virtualization").get("verdict").getAsString());
    }

    @Test
    void demoOpensTheWindow() {
        assertEquals(Cli.OK, run("demo"));
        assertEquals("window", out.toString());
    }

    @Test
    void nowAndThisBootOnlyExcludeEachOtherAndNeedQemu() {
        assertEquals(Cli.COULD_NOT, run("set", "freebsd-8", "disk.hda.cache=unsafe", "--now", "--this-boot-only"));
        for (String moment : List.of("--now", "--this-boot-only")) {
            assertEquals(Cli.FAILED, run("set", "freebsd-8", "disk.hda.cache=unsafe", moment, "--dry-run"));
            assertTrue(err.toString().contains("Only QEMU can do this"), err.toString());
            assertTrue(out.toString().contains("+") && out.toString().contains("cache='unsafe'"), out.toString());
            assertEquals(Cli.FAILED, run("set", "freebsd-8", "disk.hda.cache=unsafe", moment, "--yes"));
            assertEquals("", out.toString());
        }
    }
}
