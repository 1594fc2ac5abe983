import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Machines to list: as virt-manager's wizard makes them, named so that the order of names is not the order of making.
final class Fixture {
    private Fixture() {
    }

    static String name(int number) {
        return "guest-%04d".formatted(number);
    }

    /// A host of libvirt's test driver; one machine in five runs.
    static String testHost(Path directory, int machines) throws IOException {
        Path file = directory.resolve("node-" + machines + ".xml");
        if (Files.notExists(file)) Files.writeString(file, IntStream.range(0, machines)
                .mapToObj(i -> machine("test", name(i), "<test:runstate>" + (i % 5 == 0 ? 1 : 5) + "</test:runstate>", disks(i)))
                .collect(Collectors.joining("\n", "<node xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>\n"
                        + "<cpu><mhz>3000</mhz><model>x86_64</model><active>16</active><nodes>1</nodes><sockets>1</sockets><cores>16</cores><threads>1</threads></cpu>\n"
                        + "<memory>67108864</memory>\n", "\n</node>\n")));
        return "test://" + file;
    }

    /// One for QEMU that needs no image: it may be started as it is.
    static String qemu(String name) {
        return machine("qemu", name, "", "");
    }

    private static String disks(int number) {
        return """
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2'%s/>
                  <source file='/var/lib/libvirt/images/%s.qcow2'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <disk type='file' device='cdrom'>
                  <target dev='hda' bus='ide'/>
                  <readonly/>
                </disk>
                <interface type='network'>
                  <mac address='52:54:00:00:%02x:%02x'/>
                  <source network='default'/>
                  <model type='virtio'/>
                </interface>
                """.formatted(number % 3 == 0 ? " cache='writethrough'" : "", name(number), number >> 8, number & 255);
    }

    private static String machine(String type, String name, String state, String devices) {
        return """
                <domain type='%s'>%s
                  <name>%s</name>
                  <uuid>%s</uuid>
                  <metadata>
                    <libosinfo:libosinfo xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'>
                      <libosinfo:os id='http://debian.org/debian/12'/>
                    </libosinfo:libosinfo>
                  </metadata>
                  <memory unit='KiB'>%d</memory>
                  <vcpu>%d</vcpu>
                  <os><type arch='x86_64'%s>hvm</type><boot dev='hd'/></os>
                  <features><acpi/><apic/></features>
                  <clock offset='utc'/>
                  <on_poweroff>destroy</on_poweroff>
                  <on_reboot>restart</on_reboot>
                  <on_crash>destroy</on_crash>
                  <devices>
                %s  </devices>
                </domain>
                """.formatted(type, state, name, UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), type.equals("qemu") ? 32768 : 2097152,
                type.equals("qemu") ? 1 : 2, type.equals("qemu") ? " machine='pc'" : "", devices);
    }
}
