package io.github.virtcompanion.bench;

import io.github.virtcompanion.host.MdStat;
import io.github.virtcompanion.host.Mounts;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SitesTest {
    /// A root, a home of its own, images on a third disk that is also mounted at /srv, and a tmpfs.
    private static final Mounts MOUNTS = Mounts.parse(List.of(
            "20 1 8:1 / / rw - ext4 /dev/sda1 rw",
            "21 20 8:2 / /home rw - ext4 /dev/sda2 rw",
            "22 20 0:40 / /var/lib/libvirt/images rw - btrfs /dev/md0 rw",
            "23 20 0:40 /other /srv/data rw - btrfs /dev/md0 rw",
            "24 20 0:50 / /tmp rw - tmpfs tmpfs rw",
            "25 20 0:60 / /mnt/nfs rw - nfs4 server:/export rw"));
    private static final List<String> OTHERS = List.of("/home/me", "/var/tmp", "/tmp", "/", "/home", "/var/lib/libvirt/images", "/srv/data", "/mnt/nfs");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            // what is open is measured itself
            "/home/me/images,         /home/me/images /home/me,   /home/me/images",
            // closed: the same file system by another mount, never another disk that happens to be open
            "/var/lib/libvirt/images, /home/me /tmp /srv/data,    /srv/data",
            "/var/lib/libvirt/images, /home/me /tmp /var/tmp,     -",
            "/opt/images,             /home/me /tmp /var/tmp,     /var/tmp",
            "/home/other/images,      /home/me /tmp,              /home/me",
            "/mnt/nfs/images,         /home/me,                   -"})
    void theSameFileSystemOrNone(String wanted, String open, String chosen) {
        Set<String> writable = Set.of(open.split(" "));
        assertEquals(Optional.ofNullable(chosen), Sites.choose(wanted, MOUNTS, OTHERS, writable::contains));
    }

    @Test
    void aBusyArrayBelowAndANetworkAreAskedAbout() {
        var arrays = Fact.known(MdStat.parse(List.of("Personalities : [raid1]", "md0 : active raid1 sdb1[1] sda1[0]", "      976630336 blocks [2/2] [UU]",
                "      [=>...................]  resync =  8.5% (83000000/976630336) finish=57.0min speed=259783K/sec")), "t");
        Fact<Place> onArray = Fact.known(place("md0", "sda1", "sda"), "t");
        Mounts.Mount images = MOUNTS.at("/var/lib/libvirt/images").orElseThrow();
        assertEquals(List.of(Message.of("bench.question.array", "md0", "resync")), Sites.questions(images, onArray, arrays));
        assertEquals(List.of(Message.of("bench.question.array", "md0", "resync")), Sites.questions(images, Fact.known(place("md0p1", "md0"), "t"), arrays));
        assertEquals(List.of(), Sites.questions(images, Fact.known(place("md1", "sdc"), "t"), arrays));
        assertEquals(List.of(Message.of("bench.question.network", "/mnt/nfs", "nfs4", "server:/export")),
                Sites.questions(MOUNTS.at("/mnt/nfs/x").orElseThrow(), Fact.known(place(), "t"), arrays));
    }

    @Test
    void aFileStandsForItsDirectoryAndAnAbsentOneIsSaid() throws Exception {
        Sites sites = new Sites(SystemFiles.realHost(), new Commands(SystemFiles.realHost()), List.of("/absent"));
        Path real = directory.toRealPath();
        Files.writeString(real.resolve("disk.qcow2"), "x");
        Site site = sites.find(real.resolve("disk.qcow2").toString());
        assertEquals(List.of(real.toString(), real.toString()), List.of(site.wanted(), site.directory()));
        assertTrue(!site.elsewhere() && !site.identity().isBlank());
        FailedException failed = assertThrows(FailedException.class, () -> sites.find(real.resolve("absent").toString()));
        assertEquals("bench.site.absent", failed.failure().what().key());
    }

    @Test
    void aBareChrootWhoseRootIsNoMountIsSaid() {
        FailedException failed = assertThrows(FailedException.class, () -> Sites.mount(Mounts.parse(List.of("21 20 0:4 / /proc rw - proc proc rw")), "/var/pool"));
        assertEquals(Message.of("bench.site.no-mount", "/var/pool"), failed.failure().what());
    }

    private static Place place(String... disks) {
        return new Place("/x", "/x", "btrfs", "/dev/md0", List.of(disks), Fact.known(true, "t"), Fact.known(false, "t"), Fact.unknown("host.place.no-raid"));
    }
}
