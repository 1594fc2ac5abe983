package io.github.virtcompanion.advice;

import io.github.virtcompanion.advice.RecommendedCache.Purpose;
import io.github.virtcompanion.advice.RecommendedCache.Recommendation;
import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.Place;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static io.github.virtcompanion.advice.World.known;
import static io.github.virtcompanion.advice.World.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class RecommendedCacheTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # source | file system | +C    | O_DIRECT | purpose      | flushes | mode
            file     | ext4        | false | ?        | INSTALLATION | true    | unsafe
            file     | ext4        | false | ?        | DESKTOP      | true    | writeback
            file     | ext4        | false | true     | SERVER       | true    | none
            file     | xfs         | false | ?        | SERVER       | true    | none
            file     | xfs         | false | false    | SERVER       | true    | writeback
            file     | btrfs       | false | true     | SERVER       | true    | writeback
            file     | btrfs       | ?     | true     | SERVER       | true    | writeback
            file     | btrfs       | true  | true     | SERVER       | true    | none
            file     | btrfs       | true  | true     | DESKTOP      | true    | writeback
            file     | zfs         | false | true     | SERVER       | true    | writeback
            file     | bcachefs    | false | true     | SERVER       | true    | writeback
            file     | ecryptfs    | false | ?        | SERVER       | true    | writeback
            file     | cifs        | false | ?        | SERVER       | true    | writeback
            file     | fuse.sshfs  | false | true     | SERVER       | true    | writeback
            file     | nfs4        | false | ?        | DESKTOP      | true    | none
            file     | nfs4        | false | false    | DESKTOP      | true    | writeback
            file     | tmpfs       | false | ?        | DESKTOP      | true    | unsafe
            file     | ramfs       | false | ?        | DESKTOP      | true    | writeback
            file     | ?           | ?     | ?        | SERVER       | true    | writeback
            block    | ?           | ?     | ?        | DESKTOP      | true    | none
            block    | ?           | ?     | ?        | DESKTOP      | false   | directsync
            file     | ext4        | false | ?        | DESKTOP      | false   | writethrough
            """)
    void table(String source, String fileSystem, String noCow, String direct, Purpose purpose, boolean flushes, String mode) {
        Fact<Place> place = fileSystem.equals("?") ? unknown() : known(new Place("/a", "/", fileSystem, "/dev/sda", List.of(), unknown(),
                noCow.equals("?") ? unknown() : known(Boolean.valueOf(noCow)), unknown()));
        Disk disk = new Disk("vda", "disk", source, Optional.of("/a"), Optional.empty(), "virtio", CacheMode.DEFAULT, "default", Optional.empty(), false, false);
        Recommendation recommended = RecommendedCache.of(disk, place, direct.equals("?") ? unknown() : known(Boolean.valueOf(direct)), purpose, !flushes);
        assertEquals(mode, recommended.mode().libvirtName());
        for (Locale locale : List.of(Locale.ENGLISH, Locale.FRENCH)) assertFalse(new Words(locale).say(recommended.reason()).isBlank());
    }
}
