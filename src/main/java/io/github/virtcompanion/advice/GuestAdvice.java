package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Definition;
import io.github.virtcompanion.model.Details;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.GuestSystem;
import io.github.virtcompanion.model.GuestSystem.Virtio;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Proposal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the guest system could do better with: devices made for virtual machines, Windows' enlightenments, virtualization of
/// its own. Silent where the guest system is not known.
final class GuestAdvice {
    private static final String VIRTIO = "https://wiki.libvirt.org/Virtio.html";
    private static final String HYPERV = "https://www.qemu.org/docs/master/system/i386/hyperv.html";
    private static final String NESTED = "https://docs.kernel.org/virt/kvm/x86/running-nested-guests.html";
    private static final String SAVED = "https://libvirt.org/manpages/virsh.html#managedsave";
    private static final Set<String> EMULATED_BUSES = Set.of("ide", "sata");
    private static final Set<String> EMULATED_NICS = Set.of("rtl8139", "e1000", "e1000e", "ne2k_pci", "ne2k_isa", "pcnet", "i82551", "i82557b", "i82559er", "tulip");

    private GuestAdvice() {}

    static Stream<Finding> about(Host host, Machine machine) {
        Stream<Finding> defined = machine.stored().toOptional().stream().flatMap(stored ->
                Stream.of(disks(machine, stored), nics(machine, stored), hyperv(machine, stored), nested(host, machine, stored)).flatMap(Optional::stream));
        return Stream.concat(defined, saved(machine).stream());
    }

    private static Optional<Finding> disks(Machine machine, Definition stored) {
        List<Disk> emulated = stored.disks().stream().filter(disk -> disk.device().equals("disk") && EMULATED_BUSES.contains(disk.bus())).toList();
        Virtio virtio = GuestSystem.virtio(stored.osId());
        if (emulated.isEmpty() || virtio == Virtio.NOT_KNOWN || !x86(stored)) return Optional.empty();
        List<Evidence> evidence = new ArrayList<>(emulated.stream().map(disk -> Seen.defined(machine, Message.of("advice.evidence.bus", disk.target()), disk.bus())).toList());
        evidence.add(os(machine, stored));
        return Optional.of(new Finding("emulated-disk", Finding.Severity.HINT, machine.name(), Message.of("advice.emulated-disk.title", Seen.names(emulated.stream().map(Disk::target).toList())),
                Message.of(virtio == Virtio.BUILT_IN ? "advice.emulated-disk.because" : "advice.emulated-disk.because-drivers"), evidence, new Proposal.None(), VIRTIO));
    }

    private static Optional<Finding> nics(Machine machine, Definition stored) {
        List<Details.Nic> emulated = stored.details().nics().stream().filter(nic -> EMULATED_NICS.contains(nic.model())).toList();
        Virtio virtio = GuestSystem.virtio(stored.osId());
        if (emulated.isEmpty() || virtio == Virtio.NOT_KNOWN || !x86(stored)) return Optional.empty();
        List<Evidence> evidence = new ArrayList<>(emulated.stream().map(nic -> Seen.defined(machine, Message.of("advice.evidence.nic", nic.target()), nic.model())).toList());
        evidence.add(os(machine, stored));
        return Optional.of(new Finding("emulated-network", Finding.Severity.HINT, machine.name(), Message.of("advice.emulated-nic.title", emulated.getFirst().model()),
                Message.of(virtio == Virtio.BUILT_IN ? "advice.emulated-nic.because" : "advice.emulated-nic.because-drivers"), evidence, new Proposal.None(), VIRTIO));
    }

    /// Under emulation they are accepted and do nothing.
    private static Optional<Finding> hyperv(Machine machine, Definition stored) {
        if (!stored.kvm() || !x86(stored) || stored.details().hyperv() || !GuestSystem.enlightened(stored.osId())) return Optional.empty();
        return Optional.of(new Finding("windows-without-hyperv", Finding.Severity.HINT, machine.name(), Message.of("advice.hyperv.title"), Message.of("advice.hyperv.because"),
                List.of(os(machine, stored), new Evidence(Message.of("advice.evidence.hyperv"), Message.of("advice.evidence.none"), "virDomainGetXMLDesc(" + machine.name() + ")")),
                new Proposal.None(), HYPERV));
    }

    private static Optional<Finding> nested(Host host, Machine machine, Definition stored) {
        Optional<String> wanted = Stream.of("vmx", "svm").filter(stored.details().requiredCpu()::contains).findFirst();
        if (wanted.isEmpty() || !stored.kvm() || !host.tuning().nested().toOptional().equals(Optional.of(false))) return Optional.empty();
        String module = wanted.get().equals("vmx") ? "kvm_intel" : "kvm_amd";
        return Optional.of(new Finding("nested-off", Finding.Severity.SLOW, machine.name(), Message.of("advice.nested.title", wanted.get()), Message.of("advice.nested.because", module),
                List.of(Seen.defined(machine, Message.of("advice.evidence.cpu-feature"), wanted.get()), Seen.fact(Message.of("advice.evidence.nested"), host.tuning().nested(), on -> on ? "Y" : "N")),
                new Proposal.None(), NESTED));
    }

    private static Optional<Finding> saved(Machine machine) {
        if (!machine.info().managedSave() || machine.active()) return Optional.empty();
        return Optional.of(new Finding("saved-state-keeps-old-values", Finding.Severity.HINT, machine.name(), Message.of("advice.saved.title"), Message.of("advice.saved.because"),
                List.of(new Evidence(Message.of("advice.evidence.saved"), Message.of("advice.evidence.yes"), "virDomainHasManagedSaveImage(" + machine.name() + ")")), new Proposal.None(), SAVED));
    }

    private static boolean x86(Definition definition) {
        return definition.arch().equals("x86_64") || definition.arch().equals("i686");
    }

    private static Evidence os(Machine machine, Definition stored) {
        return Seen.defined(machine, Message.of("advice.evidence.os"), stored.osId().orElse(""));
    }
}
