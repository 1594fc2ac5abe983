package io.github.virtcompanion.change;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.libvirt.LibvirtFailure;
import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.DomainState;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.CpuChoice;
import io.github.virtcompanion.options.Switches;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Finds out whether KVM starts with a CPU here, by starting one: a tiny machine without disk, network or display, which
/// libvirt destroys by itself if this program dies (VIR_DOMAIN_START_AUTODESTROY).
///
/// libvirt's domain capabilities say what QEMU offers, not what this host's KVM can start.
final class CpuProbe {
    private static final int LOOKS = 10;
    private static final long BETWEEN_LOOKS_MILLIS = 50;
    private static final Set<Integer> WHAT_QEMU_OR_LIBVIRT_CANNOT = Set.of(LibvirtFailure.INTERNAL_ERROR, LibvirtFailure.CONFIG_UNSUPPORTED);

    private final Map<String, Result> known = new ConcurrentHashMap<>();

    /// @param starts  it started and went on running
    /// @param because QEMU's or libvirt's words where it did not
    record Result(boolean starts, String because) {}

    /// @return empty where it could not be tried: read-only, or refused for a reason that is not the CPU's
    Optional<Result> starts(Hypervisor hypervisor, Definition like, CpuChoice cpu) throws FailedException {
        if (hypervisor.readOnly() || !hypervisor.qemu()) return Optional.empty();
        Result before = known.get(key(hypervisor, like, cpu));
        return before != null ? Optional.of(before) : startsAfresh(hypervisor, like, cpu);
    }

    /// The same without remembering an earlier answer: the firmware, a module or QEMU may have changed.
    Optional<Result> startsAfresh(Hypervisor hypervisor, Definition like, CpuChoice cpu) throws FailedException {
        if (hypervisor.readOnly()) return Optional.empty();
        Optional<Result> result = start(hypervisor, xml(like, cpu));
        result.ifPresent(found -> known.put(key(hypervisor, like, cpu), found));
        return result;
    }

    private static String key(Hypervisor hypervisor, Definition like, CpuChoice cpu) {
        return String.join(" ", hypervisor.uri(), like.emulator(), like.arch(), like.machineType(), cpu.toString());
    }

    private static Optional<Result> start(Hypervisor hypervisor, String xml) throws FailedException {
        String uuid;
        try {
            uuid = hypervisor.startTransient(xml);
        } catch (FailedException e) {
            LibvirtFailure numbers = LibvirtFailure.of(e);
            return numbers.ofTheCpu() || WHAT_QEMU_OR_LIBVIRT_CANNOT.contains(numbers.code()) ? Optional.of(new Result(false, e.failure().details())) : Optional.empty();
        }
        try {
            return Optional.of(stays(hypervisor, uuid));
        } finally {
            try {
                hypervisor.destroy(uuid);
            } catch (FailedException e) {
                // It has ended already, or ends with the connection.
            }
        }
    }

    /// A CPU that KVM cannot run pauses within its first instructions, for an unknown reason ("internal-error").
    private static Result stays(Hypervisor hypervisor, String uuid) throws FailedException {
        for (int look = 0; look < LOOKS; look++) {
            Optional<DomainInfo> info = hypervisor.domain(uuid);
            if (info.isEmpty() || info.get().state() == DomainState.PAUSED) return new Result(false, info.isEmpty() ? "ended" : "paused (unknown)");
            try {
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return new Result(true, "");
    }

    private static String xml(Definition like, CpuChoice cpu) throws FailedException {
        String machine = like.machineType().isEmpty() ? "" : " machine='" + escaped(like.machineType()) + "'";
        String emulator = like.emulator().isEmpty() ? "" : "<emulator>" + escaped(like.emulator()) + "</emulator>";
        String emulated = """
                <domain type='qemu'>
                  <name>%s</name>
                  <memory unit='MiB'>32</memory>
                  <vcpu>1</vcpu>
                  <os><type arch='%s'%s>hvm</type></os>
                  <on_reboot>destroy</on_reboot>
                  <devices>%s<controller type='usb' model='none'/><memballoon model='none'/></devices>
                </domain>
                """.formatted(DomainInfo.TRIAL_PREFIX + UUID.randomUUID().toString().substring(0, 8), escaped(like.arch()), machine, emulator);
        return Switches.toKvm(emulated, cpu).text();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
    }
}
