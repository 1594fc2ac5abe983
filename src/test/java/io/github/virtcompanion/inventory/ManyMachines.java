package io.github.virtcompanion.inventory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Hosts with more machines than anybody defines by hand.
public final class ManyMachines {
    private ManyMachines() {
    }

    public static String uuid(int number) {
        return UUID.nameUUIDFromBytes(("many " + number).getBytes(StandardCharsets.UTF_8)).toString();
    }

    public static String name(int number) {
        return "guest-%04d".formatted(number);
    }

    /// A host of libvirt's test driver; one machine in five runs.
    ///
    /// @return its URI
    public static String host(Path directory, int machines) throws IOException {
        Path file = directory.resolve("node-" + machines + ".xml");
        Files.writeString(file, IntStream.range(0, machines)
                .mapToObj(i -> definition("test", i, "<test:runstate>" + (i % 5 == 0 ? 1 : 5) + "</test:runstate>"))
                .collect(Collectors.joining("\n", "<node xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>\n"
                        + "<cpu><mhz>3000</mhz><model>x86_64</model><active>16</active><nodes>1</nodes><sockets>1</sockets><cores>16</cores><threads>1</threads></cpu>\n"
                        + "<memory>67108864</memory>\n", "\n</node>\n")));
        return "test://" + file;
    }

    /// @param more further elements of the domain
    public static String definition(String type, int number, String more) {
        return """
                <domain type='%s'>%s
                  <name>%s</name>
                  <uuid>%s</uuid>
                  <memory unit='KiB'>65536</memory>
                  <vcpu>2</vcpu>
                  <os><type arch='x86_64'>hvm</type><boot dev='hd'/></os>
                  <features><acpi/><apic/></features>
                  <clock offset='utc'/>
                  <devices>
                    <disk type='file' device='disk'>
                      <driver name='qemu' type='qcow2'%s/>
                      <source file='/nowhere/%s.qcow2'/>
                      <target dev='vda' bus='virtio'/>
                    </disk>
                    <interface type='network'><source network='default'/><model type='virtio'/></interface>
                  </devices>
                </domain>
                """.formatted(type, more, name(number), uuid(number), number % 3 == 0 ? " cache='writethrough'" : "", name(number));
    }
}
