package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/// Files as they are found in the world, and what must come out of them byte for byte.
///
/// `-Dgolden.write=true` writes what comes out anew; read the difference before committing it.
class GoldenEditsTest {
    private static final Path FILES = Path.of("src/test/resources/xml/golden");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "one-line | kvm | type=kvm cpu.mode=host-passthrough cpu.check=none disk.*.cache=writeback",
        "one-line | words | title=<One> description=l'été memory.hugepages=on iothreads=2",
        "windows | kvm | type=kvm disk.*.cache=unsafe",
        "windows | cpu | cpu.model=EPYC on_reboot=destroy disk.sda.discard=unmap",
        "by-hand | kvm | type=kvm cpu.mode=maximum disk.*.cache=none",
        "by-hand | words | title=R&D description=default",
        "by-hand | cpu | cpu.model=Nehalem disk.sda.io=threads",
        "by-hand | nothing | cpu.mode=custom cpu.model=qemu64 title=R&D_<lab> disk.*.cache=default type=qemu",
        "snapshot | kvm | type=kvm disk.*.cache=unsafe cpu.mode=host-passthrough",
        "latin1 | words | title=5_€ description=où disk.*.cache=none",
        "utf16 | words | title=5_€ disk.*.cache=unsafe type=kvm",
        "utf16 | nothing | disk.*.cache=none type=qemu",
        "empty | all | type=kvm title=x cpu.model=EPYC on_crash=destroy",
        "live | host | cpu.mode=host-passthrough disk.*.cache=default disk.*.io=default disk.*.discard=default",
        "live | default | cpu.mode=default"})
    void comesOutAsWrittenDown(String file, String name, String edits) throws IOException, FailedException {
        List<Assignment> assignments = new ArrayList<>();
        for (String edit : edits.split(" ")) assignments.add(Catalogue.parse(edit.replace('_', edit.startsWith("title") ? ' ' : '_')));
        byte[] before = Files.readAllBytes(FILES.resolve(file + ".xml"));
        OfflineEdit.Result result = OfflineEdit.apply(before, assignments);
        if (name.equals("nothing")) {
            assertArrayEquals(before, result.bytes());
            return;
        }
        Path golden = FILES.resolve(file + "-" + name + ".xml");
        if (Boolean.getBoolean("golden.write")) Files.write(golden, result.bytes());
        assertArrayEquals(Files.readAllBytes(golden), result.bytes(), () -> golden + " differs");
    }
}
