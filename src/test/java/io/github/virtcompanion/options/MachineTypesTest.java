package io.github.virtcompanion.options;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// What takes the place of what this host's QEMU no longer has.
class MachineTypesTest {
    private static final List<String> AVAILABLE = List.of("pc-i440fx-7.2", "pc", "pc-q35-5.2", "q35", "pc-q35-2.12", "pc-q35-2.10", "pc-i440fx-2.0", "pc-i440fx-2.11", "pc-i440fx-2.9", "microvm", "isapc",
            "virt-6.2", "virt-2.6", "virt", "pc-i440fx-rhel7.6.0", "pseries-2.7", "pseries", "s390-ccw-virtio-4.0", "s390-ccw-virtio", "raspi3b");

    @ParameterizedTest
    @CsvSource({
            "pc-i440fx-2.0,",
            "pc,",
            "q35,",
            "pc-i440fx-1.4, pc-i440fx-2.0",
            "pc-i440fx-2.1, pc-i440fx-2.9",
            "pc-i440fx-2.10, pc-i440fx-2.11",
            "pc-q35-2.4, pc-q35-2.10",
            "pc-q35-2.11, pc-q35-2.12",
            "pc-q35-9.9, q35",
            "pc-1.3, pc-i440fx-2.0",
            "pc-0.12, pc-i440fx-2.0",
            "rhel6.6.0, pc",
            "pc-i440fx-rhel7.0.0, pc-i440fx-rhel7.6.0",
            "pc-q35-rhel8.6.0, q35",
            "pc-i440fx-bionic, pc",
            "pc-q35-focal-hpb, q35",
            "virt-2.5, virt-2.6",
            "virt-rhel8.2.0, virt",
            "pseries-2.1, pseries-2.7",
            "s390-ccw-virtio-2.4, s390-ccw-virtio-4.0",
            "microvm,",
            "vexpress-a9,",
            "raspi2,",
            "'',",
    })
    void theNearestSuccessorOfTheSameBoard(String old, String successor) {
        assertEquals(Optional.ofNullable(successor), MachineTypes.successor(old, AVAILABLE));
    }

    private static final String XML = "<domain type='qemu'>\n  <os>\n    <type arch='x86_64' machine=\"pc-1.3\">hvm</type>\n    <nvram template='/t'>/v</nvram>\n  </os>\n  <devices>\n    <emulator>/usr/libexec/qemu-kvm</emulator>\n  </devices>\n</domain>\n";

    @Test
    void onlyWhatIsMissingIsReplaced() throws FailedException {
        assertEquals(XML, HostFit.fit(XML, Optional.empty(), List.of()).text());
        Edited both = HostFit.fit(XML, Optional.of("/usr/bin/qemu-system-x86_64"), AVAILABLE);
        assertEquals(XML.replace("pc-1.3", "pc-i440fx-2.0").replace("/usr/libexec/qemu-kvm", "/usr/bin/qemu-system-x86_64"), both.text());
        assertEquals(List.of(Message.of("options.note.emulator-replaced", "/usr/libexec/qemu-kvm", "/usr/bin/qemu-system-x86_64"),
                Message.of("options.note.machine-replaced", "pc-1.3", "pc-i440fx-2.0")), both.notes());
    }

    @Test
    void whatHasNoSuccessorStays() throws FailedException {
        assertEquals(XML, HostFit.fit(XML, Optional.empty(), List.of("virt")).text());
    }
}
