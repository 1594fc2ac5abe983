package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// Each error as libvirt 9.0 really words it, and the sentence it becomes.
class FailuresTest {
    private static final String SYSTEM = "qemu:///system";
    private static final String SSH = "qemu+ssh://anna@server2/system";

    static Stream<Arguments> errors() {
        return Stream.of(
                // action, uri, code, domain, message, key, named
                arguments(Action.OPEN, SSH, 38, 7, "Cannot recv data: Host key verification failed.: Connection reset by peer", "ssh-host-key", ""),
                arguments(Action.OPEN, SSH, 38, 7, "Cannot recv data: anna@server2: Permission denied (publickey,password).: Connection reset by peer", "ssh-key", ""),
                arguments(Action.OPEN, SSH, 38, 7, "Cannot recv data: ssh: Could not resolve hostname server2: Name or service not known: Connection reset by peer", "host-unknown", "server2"),
                arguments(Action.OPEN, "qemu+tcp://server2/system", 38, 7, "unable to resolve address 'server2' service '16509': Name or service not known", "host-unknown", "server2"),
                arguments(Action.OPEN, "qemu+tcp://server2/system", 38, 7, "unable to connect to server at 'server2:16509': Connection refused", "host-unreachable", ""),
                arguments(Action.OPEN, SSH, 38, 7, "Cannot recv data: ssh: connect to host server2 port 22: Connection timed out: Connection reset by peer", "host-unreachable", ""),
                arguments(Action.OPEN, SSH, 38, 7, "Cannot find 'ssh' in path: No such file or directory", "ssh-tool-missing", ""),
                arguments(Action.OPEN, SSH, 38, 7, "Cannot recv data: sh: 1: nc: not found: Connection reset by peer", "ssh-tool-missing", ""),
                arguments(Action.OPEN, SYSTEM, 38, 7, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory", "no-daemon", ""),
                arguments(Action.OPEN, SYSTEM, 38, 7, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Connection refused", "no-daemon", ""),
                arguments(Action.OPEN, SYSTEM, 38, 7, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied", "socket-denied", ""),
                arguments(Action.OPEN, "qemu:///session", 38, 7, "Failed to connect socket to '/run/user/1000/libvirt/libvirt-sock': Connection refused", "no-session-daemon", ""),
                arguments(Action.OPEN, "qemu:///session", 1, 7, "internal error: Unable to locate libvirtd daemon in /usr/sbin", "no-session-daemon", ""),
                arguments(Action.OPEN, "foo:///bar", 5, 0, "no connection driver available for foo:///bar", "no-driver", ""),
                arguments(Action.OPEN, SYSTEM, 38, 0, "no connection driver available for qemu:///system: No such file or directory", "no-driver", ""),
                arguments(Action.OPEN, SYSTEM, 94, 60, "authentication unavailable: no polkit agent available to authenticate action 'org.libvirt.unix.manage'", "polkit-no-agent", ""),
                arguments(Action.OPEN, SYSTEM, 79, 60, "authentication cancelled: user cancelled authentication process", "auth-cancelled", ""),
                arguments(Action.OPEN, SYSTEM, 45, 60, "authentication failed: access denied by policy", "polkit-denied", ""),
                arguments(Action.OPEN, "test:///auth.xml", 45, 12, "authentication failed: Failed to collect auth credentials", "password-needed", ""),
                arguments(Action.OPEN, "test:///auth.xml", 45, 46, "authentication failed: Password request failed", "password-needed", ""),
                arguments(Action.OPEN, "test:///auth.xml", 45, 12, "authentication failed: authentication failed, see test XML for the correct username/password", "auth-failed", ""),
                arguments(Action.OPEN, SYSTEM, 1, 47, "internal error: Unable to get system bus connection: Could not connect: No such file or directory", "no-system-bus", ""),
                arguments(Action.OPEN, SYSTEM, 89, 47, "error from service: GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.PolicyKit1 was not provided by any .service files", "no-polkit", ""),
                arguments(Action.OPEN, SYSTEM, 89, 47, "error from service: Timeout was reached", "polkit-late", ""),
                arguments(Action.CONTROL, SYSTEM, 88, 0, "access denied: 'QEMU' denied access", "access-denied", ""),
                arguments(Action.DEFINE, SYSTEM, 29, 20, "operation forbidden: read only access prevents virDomainDefineXML", "read-only", ""),
                arguments(Action.READ, SYSTEM, 29, 20, "operation forbidden: virDomainGetXMLDesc with secure flag", "read-only", ""),
                arguments(Action.READ, SYSTEM, 38, 7, "internal error: received hangup event on socket: keepalive timeout", "no-answer", ""),
                arguments(Action.READ, SYSTEM, 1, 7, "internal error: client socket is closed", "lost", ""),
                arguments(Action.READ, SYSTEM, 38, 7, "Cannot recv data: Connection reset by peer", "lost", ""),
                arguments(Action.READ, SYSTEM, 38, 7, "End of file while reading data: Input/output error", "lost", ""),
                arguments(Action.READ, SYSTEM, 6, 20, "invalid connection pointer in virConnectGetType", "lost", ""),
                arguments(Action.READ, SYSTEM, 42, 10, "Domain not found: no domain with matching uuid '00000000-0000-4000-8000-00000000000f' (x)", "no-domain", ""),
                arguments(Action.DEFINE, SYSTEM, 9, 20, "operation failed: domain 'x' already exists with uuid 00000000-0000-4000-8000-00000000000f", "exists", ""),
                arguments(Action.DEFINE, SYSTEM, 9, 20, "operation failed: domain 'x' is already defined with uuid 00000000-0000-4000-8000-00000000000f", "exists", ""),
                arguments(Action.CONTROL, SYSTEM, 68, 10, "Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomainSuspend)", "busy", ""),
                arguments(Action.CONTROL, SYSTEM, 78, 10, "operation aborted: domain save job: canceled by client", "aborted", ""),
                arguments(Action.CONTROL, SYSTEM, 86, 10, "Guest agent is not responding: QEMU guest agent is not connected", "agent", ""),
                arguments(Action.START, SYSTEM, 55, 10, "Requested operation is not valid: domain is already running", "already-running", ""),
                arguments(Action.START, SYSTEM, 55, 20, "Requested operation is not valid: domain 'x' is already active", "already-running", ""),
                arguments(Action.CONTROL, SYSTEM, 55, 10, "Requested operation is not valid: domain is not running", "not-running", ""),
                arguments(Action.START, SYSTEM, 55, 19, "Requested operation is not valid: network 'default' is not active", "network-inactive", "default"),
                arguments(Action.START, SYSTEM, 43, 19, "Network not found: no network with matching name 'default'", "network-missing", "default"),
                arguments(Action.CONTROL, SYSTEM, 55, 10, "Requested operation is not valid: Refusing to undefine while domain managed save image exists", "undefine", ""),
                arguments(Action.CONTROL, SYSTEM, 55, 12, "Requested operation is not valid: cannot delete inactive domain with 1 snapshots", "undefine", ""),
                arguments(Action.DEFINE, SYSTEM, 27, 5, "XML error: Invalid value for attribute 'cache' in element 'driver': 'bogus'.", "bad-value", "cache"),
                arguments(Action.DEFINE, SYSTEM, 92, 5, "XML document failed to validate against schema: Unable to validate doc against /usr/share/libvirt/schemas/domain.rng", "schema", ""),
                arguments(Action.DEFINE, SYSTEM, 27, 20, "XML error: missing name information", "xml", ""),
                arguments(Action.DEFINE, SYSTEM, 35, 20, "(domain_definition):1: Opening and ending tag mismatch: a line 1 and b", "malformed", ""),
                arguments(Action.DEFINE, SYSTEM, 67, 20, "unsupported configuration: Target domain virt type kvm does not match source qemu", "saved-type", "kvm"),
                arguments(Action.START, SYSTEM, 67, 10, "unsupported configuration: Domain requires KVM, but it is not available. Check that virtualization is enabled in the host BIOS, and host configuration is setup to load the kvm modules.", "kvm-gone", ""),
                arguments(Action.DEFINE, SYSTEM, 67, 10, "unsupported configuration: Emulator '/usr/bin/qemu-system-x86_64' does not support virt type 'kvm'", "no-type", "kvm"),
                arguments(Action.READ, SYSTEM, 8, 10, "invalid argument: the accel 'kvm' is not supported by '/usr/bin/qemu-system-x86_64' on this host", "no-type", "kvm"),
                arguments(Action.DEFINE, SYSTEM, 8, 10, "invalid argument: could not find capabilities for arch=x86_64 domaintype=kvm ", "no-type", "kvm"),
                arguments(Action.DEFINE, SYSTEM, 67, 10, "unsupported configuration: io='native' needs either no disk cache or directsync cache mode", "io-native", ""),
                arguments(Action.START, SYSTEM, 67, 10, "unsupported configuration: io_uring is not supported by this QEMU binary", "io-uring", ""),
                arguments(Action.START, SYSTEM, 67, 10, "unsupported configuration: CPU mode 'host-passthrough' for x86_64 qemu domain on x86_64 host is not supported by hypervisor", "cpu-mode", "host-passthrough"),
                arguments(Action.DEFINE, SYSTEM, 67, 10, "unsupported configuration: Emulator '/usr/bin/qemu-system-x86_64' does not support machine type 'pc-i440fx-99'", "machine-type", "pc-i440fx-99"),
                arguments(Action.DEFINE, SYSTEM, 67, 10, "unsupported configuration: No emulator found for arch 'aarch64'", "no-emulator", ""),
                arguments(Action.DEFINE, SYSTEM, 67, 10, "unsupported configuration: TCG features are incompatible with domain type 'kvm'", "tcg-features", ""),
                arguments(Action.START, SYSTEM, 67, 10, "unsupported configuration: host doesn't support paravirtual spinlocks", "pvspinlock", ""),
                arguments(Action.DEFINE, SYSTEM, 38, 10, "Cannot check QEMU binary /usr/libexec/qemu-kvm: No such file or directory", "emulator-missing", "/usr/libexec/qemu-kvm"),
                arguments(Action.DEFINE, SYSTEM, 1, 10, "internal error: Failed to start QEMU binary /etc/hostname for probing: libvirt:  error : cannot execute binary /etc/hostname: Exec format error", "emulator-missing", "/etc/hostname"),
                arguments(Action.START, SYSTEM, 91, 31, "the CPU is incompatible with host CPU: Host CPU does not provide required features: hle, rtm, mpx", "cpu-features", "hle, rtm, mpx"),
                arguments(Action.START, SYSTEM, 91, 31, "the CPU is incompatible with host CPU: Host CPU is older", "cpu-incompatible", ""),
                arguments(Action.START, SYSTEM, 9, 31, "operation failed: guest CPU doesn't match specification: extra features: x2apic, missing features: pni,svm", "cpu-features", "pni,svm"),
                arguments(Action.START, SYSTEM, 9, 31, "operation failed: guest CPU doesn't match specification: extra features: x2apic", "cpu-incompatible", ""),
                arguments(Action.START, SYSTEM, 1, 10, "internal error: qemu unexpectedly closed the monitor: Could not access KVM kernel module: Permission denied\nqemu-system-x86_64: failed to initialize kvm: Permission denied", "kvm-denied", ""),
                arguments(Action.START, SYSTEM, 1, 10, "internal error: qemu unexpectedly closed the monitor: Could not access KVM kernel module: No such file or directory", "kvm-gone", ""),
                arguments(Action.START, SYSTEM, 1, 10, "internal error: process exited while connecting to monitor: 2026-11-22T20:00:00.000000Z qemu-system-x86_64: -device virtio-blk: Failed to get \"write\" lock\nIs another process using the image?", "image-in-use", ""),
                arguments(Action.START, SYSTEM, 1, 10, "internal error: qemu unexpectedly closed the monitor: error: failed to set MSR 0x10a to 0x69\nqemu-system-x86_64: kvm_buf_set_msrs: Assertion `ret == cpu->kvm_msr_buf->nmsrs' failed.", "kvm-cpu", ""),
                arguments(Action.START, SYSTEM, 1, 10, "internal error: process exited while connecting to monitor: qemu-system-x86_64: System Management Mode not supported by this hypervisor.", "kvm-smm", ""),
                arguments(Action.START, SYSTEM, 38, 18, "Cannot access storage file '/home/anna/x.qcow2' (as uid:64055, gid:64055): Permission denied", "image-denied", "/home/anna/x.qcow2"),
                arguments(Action.START, "qemu:///session", 1, 10, "internal error: process exited while connecting to monitor: qemu-system-x86_64: -blockdev x: Could not open '/var/lib/libvirt/images/x.qcow2': Permission denied", "image-denied", "/var/lib/libvirt/images/x.qcow2"),
                arguments(Action.START, SYSTEM, 38, 18, "Cannot access storage file '/mnt/x.qcow2' (as uid:64055, gid:64055): No such file or directory", "image-missing", "/mnt/x.qcow2"),
                arguments(Action.CONTROL, SYSTEM, 55, 10, "Requested operation is not valid: cannot migrate domain: non-migratable device: 0000:00:1e.0/nvme", "unsaveable", "0000:00:1e.0/nvme"),
                arguments(Action.CONTROL, SYSTEM, 55, 10, "Requested operation is not valid: migration with transient disk is not supported", "unsaveable", "transient disk"),
                arguments(Action.CONTROL, SYSTEM, 55, 10, "Requested operation is not valid: domain has CPU feature: invtsc", "unsaveable", "invtsc"),
                arguments(Action.CONTROL, SYSTEM, 55, 10, "Requested operation is not valid: vDPA devices cannot be migrated", "unsaveable", "vDPA devices"),
                arguments(Action.CONTROL, SYSTEM, 55, 10, "Requested operation is not valid: domain has active block job", "block-job", ""),
                arguments(Action.CONTROL, SYSTEM, 38, 0, "unable to write to file: No space left on device", "disk-full", ""),
                arguments(Action.START, SYSTEM, 1, 10, "internal error: process exited while connecting to monitor: qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory", "memory", ""),
                arguments(Action.START, SYSTEM, 1, 10, "internal error: qemu unexpectedly closed the monitor", "qemu-died", ""),
                arguments(Action.DEFINE, SYSTEM, 67, 10, "unsupported configuration: something newer", "unsupported", ""),
                arguments(Action.CONTROL, SYSTEM, 84, 10, "Operation not supported: cannot modify field 'cache' of the disk", "not-possible", ""),
                arguments(Action.DEFINE, SYSTEM, 1, 10, "internal error: unable to execute QEMU command 'device_del': acpi: device unplug request for not supported device type: qemu64-x86_64-cpu", "unplug", ""),
                arguments(Action.DEFINE, SYSTEM, 68, 10, "Timed out during operation: vcpu unplug request timed out. Unplug result must be manually inspected in the domain", "unplug", ""),
                arguments(Action.DEFINE, SYSTEM, 1, 10, "internal error: unable to execute QEMU command 'device_add': Bus 'pcie.0' does not support hotplugging", "qemu-refused", ""),
                arguments(Action.READ, "test:///default", 3, 0, "this function is not supported by the connection driver: virConnectGetDomainCapabilities", "no-support", ""),
                arguments(Action.CONTROL, SYSTEM, 55, 10, "Requested operation is not valid: cannot do managed save for transient domain", "not-now", ""),
                arguments(Action.OPEN, SYSTEM, 1, 0, "internal error: anything", "other.open", ""),
                arguments(Action.OPEN, "test:///gone.xml", 27, 12, "XML error: failed to parse xml document '/gone.xml'", "other.open", ""),
                arguments(Action.READ, SYSTEM, 1, 0, "internal error: anything", "other.read", ""),
                arguments(Action.DEFINE, SYSTEM, 1, 0, "internal error: anything", "other.define", ""),
                arguments(Action.START, SYSTEM, 1, 0, "internal error: anything", "other.start", ""),
                arguments(Action.CONTROL, SYSTEM, 1, 0, "internal error: anything", "other.control", ""));
    }

    @ParameterizedTest(name = "{5}: {4}")
    @MethodSource("errors")
    void becomesASentenceAndANextStep(Action action, String uri, int code, int domain, String message, String key, String named) {
        FailedException exception = Failures.exception(new VirError(code, domain, message), uri, action);
        Failure failure = exception.failure();
        assertEquals("libvirt." + key + ".what", failure.what().key());
        assertEquals("libvirt." + key + ".next", failure.nextStep().key());
        assertTrue(failure.details().contains(message), failure.details());
        assertEquals(new LibvirtFailure(code, domain), LibvirtFailure.of(exception));
        if (!named.isEmpty()) assertEquals(named, failure.what().args().get(1));
        for (Locale locale : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            Words words = new Words(locale);
            for (var sentence : List.of(failure.what(), failure.nextStep())) assertTrue(words.say(sentence).endsWith("."), words.say(sentence));
            if (!named.isEmpty()) assertTrue((words.say(failure.what()) + words.say(failure.nextStep())).contains(named), words.say(failure.what()));
        }
    }

    @Test
    void theTableHasARowForEveryLine() {
        TreeSet<String> tested = errors().map(row -> "libvirt." + row.get()[5] + ".").collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Failures.keys()), tested);
    }

    @Test
    void theHintIsTheCommandToType() {
        Failure denied = Failures.of(new VirError(38, 7, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied"), SYSTEM, Action.OPEN);
        for (Locale locale : List.of(Locale.ENGLISH, Locale.FRENCH))
            assertTrue(new Words(locale).say(denied.nextStep()).contains("sudo usermod -aG libvirt $USER"));
    }

    @Test
    void aMissingLibraryIsAFailureToo() {
        FailedException missing = Libvirt.notUsable(new UnsatisfiedLinkError("Unable to load library 'virt': libvirt.so: cannot open shared object file"));
        assertEquals("libvirt.no-library.what", missing.failure().what().key());
        assertEquals(-1, LibvirtFailure.of(missing).code());
        FailedException noexec = Libvirt.notUsable(new UnsatisfiedLinkError("/home/anna/.cache/JNA/temp/jna1.tmp: failed to map segment from shared object: libjnidispatch.so"));
        assertEquals("libvirt.no-jna.what", noexec.failure().what().key());
        for (String words : List.of("Could not find JNA native support", "Could not initialize class com.sun.jna.Native"))
            assertEquals("libvirt.no-jna.what", Libvirt.notUsable(new NoClassDefFoundError(words)).failure().what().key());
    }
}
