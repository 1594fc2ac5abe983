package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.ImageStore;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.xml.DomainXml;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Kernels in the place of those that virt-install and virt-manager remove as soon as the machine they install runs (virtinst/install/installer.py:
/// start_install). The guest has its own in its memory; QEMU opens the file once more when the guest is resumed, and boots nothing
/// from it: such a run ends at its first reboot.
final class StandIns {
    private static final System.Logger LOG = System.getLogger(StandIns.class.getName());
    /// No kernel is as small: by its size it is known again.
    private static final int BYTES = 1536;

    private StandIns() {}

    /// @param gone files that QEMU would open and that are no longer there
    /// @return those of them that another file will do for
    static List<String> of(String running, Set<String> gone) throws FailedException {
        DomainXml xml = DomainXml.parse(running);
        boolean pc = xml.get("./os/type/@arch").filter(arch -> arch.equals("x86_64") || arch.equals("i686")).isPresent();
        // By virtinst's own name for what it has fetched: nobody else's kernel is known to be one of Linux, as this is.
        if (!pc || !xml.get("./on_reboot").equals(Optional.of("destroy"))) return List.of();
        return Stream.of("./os/kernel", "./os/initrd").flatMap(path -> xml.get(path).stream()).filter(gone::contains).filter(path -> path.startsWith("/") && path.contains("/virtinst-")).toList();
    }

    /// Where there is one already, from before this program was killed, it stays.
    static void put(ImageStore images, List<String> paths) throws FailedException {
        for (String path : paths) images.createVolume(path, kernel());
    }

    /// One that is left is small, and lies where virt-install makes its own.
    static void remove(ImageStore images, List<String> paths) {
        for (String path : paths) {
            try {
                images.deleteVolume(path, BYTES);
            } catch (FailedException e) {
                LOG.log(System.Logger.Level.WARNING, path + " is left", e);
            }
        }
    }

    /// What QEMU takes for a Linux kernel with room for an initrd (hw/i386/x86-common.c: x86_load_linux), so that it loads the ROM that is
    /// part of every such guest's memory. Booted, it would halt. Fields: Linux, Documentation/arch/x86/boot.rst.
    static byte[] kernel() {
        ByteBuffer kernel = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        kernel.put(0x1f1, (byte) 1); // setup_sects: one, after the boot sector
        kernel.putShort(0x1fe, (short) 0xaa55);
        kernel.put(0x200, new byte[] {(byte) 0xeb, 0x66}); // jmp 0x268
        kernel.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        kernel.putShort(0x206, (short) 0x0203); // protocol
        kernel.put(0x211, (byte) 1); // loaded high
        kernel.putInt(0x22c, 0x37ffffff); // initrd_addr_max
        kernel.put(0x268, new byte[] {(byte) 0xfa, (byte) 0xf4, (byte) 0xeb, (byte) 0xfd}); // cli; hlt; jmp hlt
        return kernel.array();
    }
}
