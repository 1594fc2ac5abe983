package io.github.virtcompanion.libvirt;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Over ssh, in cron, in a container: `LANG=C` must not cost an accent. libvirt-java alone would write question marks.
class PlainLocaleTest {
    @Test
    void everyLetterIsKept() {
        RealLibvirtd.Ran ran = RealLibvirtd.command("env", "LC_ALL=C", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Rename.class.getName());
        assertEquals("true true 0", ran.output().strip());
    }

    static final class Rename {
        private static final String NAME = "mach\u00efne \u6a5f";

        public static void main(String[] args) throws Exception {
            LibvirtConnection connection = Libvirt.connect("test:///default", false, Credentials.NONE);
            String uuid = connection.define("<domain type='test'><name>" + NAME + "</name><memory>1024</memory><os><type>hvm</type></os></domain>");
            System.out.println(connection.domain(uuid).orElseThrow().name().equals(NAME) + " "
                    + connection.storedXml(uuid).contains("<name>" + NAME + "</name>") + " " + connection.closeAndCount());
        }
    }
}
