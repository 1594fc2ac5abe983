package io.github.virtcompanion.cli;

import io.github.virtcompanion.libvirt.RealLibvirtd;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertTrue;

/// The tools themselves, kvm-ok and virt-host-validate, beside `check` on the same host: this one, with another /proc/cpuinfo
/// or another /dev/kvm in a mount namespace. What they would say elsewhere is in KnownToolsTest.
class KnownToolsIT {
    @RegisterExtension static final RealLibvirtd REAL = new RealLibvirtd();
    private static final String INTEL = "processor\\t: 0\\nvendor_id\\t: GenuineIntel\\ncpu family\\t: 6\\nmodel\\t\\t: 42\\nmodel name\\t: Intel(R) Core(TM) i7-2600 CPU @ 3.40GHz\\nflags\\t\\t: fpu lm aes %s\\n\\n";

    @TempDir
    private Path directory;

    /// In a namespace in which `prepare` has been done, and no libvirt is found: its daemon sees another /dev/kvm.
    ///
    /// @param flags of the processor in /proc/cpuinfo
    private String said(String flags, String prepare, String command) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String ours = "'" + java + "' --enable-native-access=ALL-UNNAMED -cp '" + System.getProperty("java.class.path") + "' io.github.virtcompanion.Main check --json";
        return RealLibvirtd.command("unshare", "-m", "--propagation", "private", "sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; cd '" + directory + "' && printf '" + INTEL.formatted(flags)
                + "' > cpuinfo && mount --bind cpuinfo /proc/cpuinfo && mount -t tmpfs none /run/libvirt && " + prepare + " && { " + command.replace("OURS", ours) + "; }").output();
    }

    private static void installed(String tool) {
        Assumptions.assumeTrue(RealLibvirtd.command("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; command -v " + tool).code() == 0, tool + " is not installed");
    }

    private static void verdict(String expected, String json) {
        assertTrue(json.contains("\"verdict\": \"" + expected + "\""), json);
    }

    /// Only a flag is missing, as in a machine of kvm-pvm, and as older tools see it where a kernel hides it.
    @Test
    void theyDenyWhatWorks() {
        Assumptions.assumeTrue(REAL.kvm(), "no KVM here");
        installed("virt-host-validate");
        String theirs = said("", "true", "virt-host-validate qemu");
        assertTrue(theirs.contains("FAIL (Host not compatible with KVM"), theirs);
        verdict("kvm-usable", said("", "true", "OURS"));
    }

    @Test
    void kvmOkDeniesWhatWorks() {
        Assumptions.assumeTrue(REAL.kvm(), "no KVM here");
        installed("kvm-ok");
        String theirs = said("", "true", "kvm-ok");
        assertTrue(theirs.contains("does not support KVM"), theirs);
    }

    /// A node whose driver is not there: one look at it, and it is there; only opening it tells.
    @Test
    void theyPromiseWhatDoesNotWork() {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/kvm")), "no /dev/kvm here");
        String dead = "mkdir node && mount -t tmpfs none node && mknod -m 666 node/kvm c 10 199 && mount --bind node/kvm /dev/kvm";
        verdict("stale-device", said("vmx", dead, "OURS"));
        installed("virt-host-validate");
        String theirs = said("vmx", dead.replace("mkdir node", "mkdir -p node"), "virt-host-validate qemu");
        assertTrue(theirs.lines().filter(line -> line.contains("/dev/kvm")).allMatch(line -> line.strip().endsWith("PASS")), theirs);
        // libvirt 11 puts the name between quotes.
        assertTrue(theirs.replace("'", "").contains("/dev/kvm is accessible"), theirs);
        installed("kvm-ok");
        String andTheirs = said("vmx", dead.replace("mkdir node", "mkdir -p node"), "kvm-ok");
        assertTrue(andTheirs.contains("KVM acceleration can be used"), andTheirs);
    }
}
