package io.github.virtcompanion.change;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StandInsTest {
    private static final String KERNEL = "/var/lib/libvirt/boot/virtinst-1-vmlinuz";
    private static final String INITRD = "/var/lib/libvirt/boot/virtinst-2-initrd.gz";

    /// Only where the guest boots nothing from it: what it boots, nobody can make anew.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            x86_64  | destroy | KERNEL        | INITRD | KERNEL INITRD | KERNEL INITRD
            i686    | destroy | KERNEL        | -      | KERNEL        | KERNEL
            x86_64  | destroy | KERNEL        | INITRD | INITRD        | INITRD
            x86_64  | restart | KERNEL        | INITRD | KERNEL INITRD | -
            x86_64  | -       | KERNEL        | INITRD | KERNEL INITRD | -
            aarch64 | destroy | KERNEL        | INITRD | KERNEL INITRD | -
            x86_64  | destroy | /my/vmlinuz   | -      | /my/vmlinuz   | -
            x86_64  | destroy | virtinst-here | -      | virtinst-here | -
            x86_64  | destroy | KERNEL        | INITRD | -             | -
            x86_64  | destroy | -             | -      | KERNEL        | -
            """)
    void whichCanBeStoodInFor(String arch, String onReboot, String kernel, String initrd, String gone, String expected) throws Exception {
        String xml = "<domain><os><type arch='" + arch + "'>hvm</type>" + element("kernel", kernel) + element("initrd", initrd) + "</os>" + element("on_reboot", onReboot) + "</domain>";
        assertEquals(paths(expected), StandIns.of(xml, Set.copyOf(paths(gone))));
    }

    private static String element(String name, String text) {
        return text == null ? "" : "<" + name + ">" + path(text) + "</" + name + ">";
    }

    private static List<String> paths(String names) {
        return names == null ? List.of() : List.of(names.split(" ")).stream().map(StandInsTest::path).toList();
    }

    private static String path(String name) {
        return name.equals("KERNEL") ? KERNEL : name.equals("INITRD") ? INITRD : name;
    }
}
