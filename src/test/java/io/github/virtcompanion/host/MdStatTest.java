package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.model.RaidArray.Activity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MdStatTest {
    private static RaidArray array(String text) {
        List<RaidArray> arrays = MdStat.parse(text.lines().toList());
        assertEquals(1, arrays.size(), text);
        return arrays.getFirst();
    }

    private static Optional<Activity> activity(String line) {
        return array("md1 : active raid1 sdb1[1] sda1[0]\n      1000 blocks super 1.2 [2/2] [UU]\n      " + line + "\n").activity();
    }

    @Test
    void aStripeHasNoCountAndNoRedundancy() {
        RaidArray array = array("Personalities : [raid0]\nmd0 : active raid0 sdb1[1] sda1[0]\n      1953258496 blocks super 1.2 512k chunks\n      \nunused devices: <none>\n");
        assertEquals(new RaidArray("md0", "active", Optional.of("raid0"), List.of("sdb1[1]", "sda1[0]"), 1953258496L, Optional.empty(), Optional.empty(), Optional.empty()), array);
        assertTrue(array.noRedundancy());
        assertFalse(array.degraded());
    }

    @Test
    void aFailedMemberDegrades() {
        RaidArray array = array("""
                md0 : active raid5 sdd1[4](S) sdc1[3] sdb1[1](F)(W) sda1[0](J)
                      209584128 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/2] [U_U]
                      [=>...................]  recovery =  8.5% (8940288/104792064) finish=17.0min speed=259783K/sec
                      bitmap: 3/8 pages [12KB], 65536KB chunk, file: /bitmap
                """);
        assertEquals(List.of("sdd1[4](S)", "sdc1[3]", "sdb1[1](F)(W)", "sda1[0](J)"), array.members());
        assertTrue(array.degraded());
        assertEquals(Optional.of(3), array.wanted());
        assertEquals(Optional.of(2), array.present());
        assertEquals(Optional.of(new Activity("recovery", Optional.of(8.5), Optional.empty(), Optional.of(17.0), Optional.of(259783L))), array.activity());
    }

    @Test
    void statesAndActivities() {
        assertEquals("active (auto-read-only)", array("md127 : active (auto-read-only) raid10 sdc[2] sda[0]\n      3 blocks super 1.2 512K chunks 2 near-copies [4/4] [UUUU]\n").state());
        assertEquals("active (read-only)", array("md_d0 : active (read-only) raid6 sda[0]\n").state());
        assertEquals("broken", array("md9 : broken raid0 sda[0]\n      9 blocks super 1.2 512k chunks\n").state());
        assertEquals(Optional.of("linear"), array("md2 : active linear sda[0] sdb[1]\n      1 blocks super 1.2 0k rounding\n").level());
        assertEquals(Optional.of(new Activity("resync", Optional.empty(), Optional.of("DELAYED"), Optional.empty(), Optional.empty())), activity("\tresync=DELAYED"));
        assertEquals("PENDING", activity("resync=PENDING").orElseThrow().waiting().orElseThrow());
        assertEquals("REMOTE", activity("resync=REMOTE").orElseThrow().waiting().orElseThrow());
        assertEquals(Optional.of(new Activity("recovery", Optional.empty(), Optional.of("REMOTE"), Optional.empty(), Optional.empty())), activity("\trecover=REMOTE"));
        assertEquals("reshape", activity("[>....]  reshape =  0.1% (1/1000) finish=1.0min speed=1K/sec").orElseThrow().kind());
        assertEquals(Optional.of(100.0), activity("[=====]  check = 100.0% (1000/1000) finish=0.0min speed=5K/sec").orElseThrow().percent());
        assertEquals(Optional.empty(), activity("bitmap: 0/1 pages [0KB], 65536KB chunk"));
        assertEquals(Optional.empty(), activity("[>...]  check = 999.9% (1/0) finish=").orElseThrow().percent());
    }

    @Test
    void aContainerIsNoArray() {
        RaidArray container = array("md127 : inactive sdb[1](S) sda[0](S)\n      5288 blocks super external:imsm\n");
        assertEquals(Optional.of("container"), container.level());
        assertEquals("inactive", container.state());
        assertEquals(5288, container.blocks());
        assertEquals(List.of("sdb[1](S)", "sda[0](S)"), container.members());
        assertEquals(2, array("md126 : active raid1 sda[1] sdb[0]\n      10 blocks super external:/md127/0 [2/2] [UU]\n").wanted().orElseThrow());
    }

    @Test
    void anInactiveArrayHasNoLevel() {
        assertEquals(Optional.empty(), array("md2 : inactive sdc[0](S)\n      5860553984 blocks super 1.2\n").level());
        assertEquals(Optional.empty(), array("md2 : inactive sdc[0](S)\n      5860553984 blocks super external:/md127/1\n").level());
    }

    /// As a web page or a mail leaves them.
    @Test
    void linesWithoutTheirIndent() {
        List<RaidArray> arrays = MdStat.parse("""
                Personalities : [raid6] [raid1]
                md3 : active raid6 sdd6[3] sdc6[2] sdb6[1] sda6[0](F)
                17581481472 blocks super 1.2 level 6, 64k chunk, algorithm 2 [4/3] [_UUU]
                [=>...................]  check =  8.5% (8940288/104792064) finish=17.0min speed=259783K/sec
                md1 : active raid1 sdb2[1] sda2[0]
                2097088 blocks [2/2] [UU]
                unused devices: <none>
                """.lines().toList());
        assertEquals(List.of("md3", "md1"), arrays.stream().map(RaidArray::name).toList());
        assertTrue(arrays.getFirst().degraded());
        assertEquals("check", arrays.getFirst().activity().orElseThrow().kind());
        assertEquals(2097088, arrays.getLast().blocks());
    }

    @Test
    void severalArraysAndNone() {
        assertEquals(List.of("md1", "md0"), MdStat.parse("""
                Personalities : [raid1] [linear] [multipath] [raid0] [raid6] [raid5] [raid4] [raid10]
                md1 : active raid1 sdb2[1] sda2[0]
                      1 blocks [2/2] [UU]

                md0 : active raid1 sdb1[1] sda1[0]
                      2 blocks [2/2] [UU]

                unused devices: <none>
                """.lines().toList()).stream().map(RaidArray::name).toList());
        assertEquals(List.of(), MdStat.parse("Personalities : \nunused devices: <none>\n".lines().toList()));
        assertEquals(List.of(), MdStat.parse(List.of("", "\0\0", "md0 : ", "md0 active raid1", ": active", " : active x")));
        assertEquals(0, array("md0 : active\n      99999999999999999999999 blocks\n").blocks());
    }

    @Test
    void unreadableIsNotEmpty(@TempDir Path top) {
        assertInstanceOf(Fact.Unknown.class, MdStat.read(new Tree(top).files()));
        assertInstanceOf(Fact.Unknown.class, MdStat.read(new Tree(top).put("capture/denied", "/proc/mdstat\n").put("proc/mounts", "").files()));
    }

    @Test
    void aKernelWithoutMdHasNoArrays(@TempDir Path top) {
        assertEquals(Fact.known(List.of(), "/proc"), MdStat.read(new Tree(top).put("proc/mounts", "").files()));
    }
}
