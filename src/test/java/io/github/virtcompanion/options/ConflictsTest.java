package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.HostOffer;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;
import io.github.virtcompanion.xml.DomainXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/// What does not go together, told before libvirt would; and what the host does not offer.
class ConflictsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "disk.sda.iothread=1 iothreads=1|iothread-bus", "audio.1.type=spice|audio-spice", "audio.1.type=none|", "seclabel.dac.type=static|label-missing", "seclabel.dac.type=none seclabel.dac.label=+0:+0|label-type", "seclabel.dac.label=+0:+0|",
        "memory.device.1.model=dimm memory.device.1.block=2MiB|label-type", "nic.*.driver=vfio|card-vfio", "disk.vda.iothread=3 iothreads=2|iothread-missing", "disk.vda.iothread=1 iothreads=1|",
        "disk.vda.shareable=on|shareable-qcow2", "disk.vda.detect_zeroes=unmap|zeroes-discard", "disk.vda.detect_zeroes=unmap disk.vda.discard=unmap|",
        "disk.sda.discard_no_unref=on|no-unref-format", "disk.vda.rotation_rate=1|rotation-bus", "disk.vda.iotune.total_bytes_sec=1MiB disk.vda.iotune.read_bytes_sec=1MiB|limit-total",
        "disk.vda.iotune.read_iops_sec_max=10|limit-burst", "disk.vda.bus=ide machine=pc-q35-7.2|ide-q35", "vcpus.current=8|vcpus-current", "cpu.topology.cores=3|topology", "cpu.topology.cores=4|",
        "cpu.cache.mode=passthrough|cache-passthrough", "cpu.feature.invtsc=require|invtsc", "cpu.mode=host-passthrough|passthrough-qemu", "kvm.hint-dedicated=on|dedicated-unpinned",
        "cputune.vcpupin.9=0|pin-beyond", "cputune.vcpupin.0=99|pin-host", "cputune.vcpupin.0=7|", "cputune.iothreadpin.1=0|pin-iothread", "numatune.memory.nodeset=5|numa-host",
        "numa.cell.0.cpus=0-3 numatune.memnode.0.nodeset=0 numatune.memnode.0.mode=restrictive|memnode-restrictive",
        "numa.cell.0.cpus=0-3 numatune.memory.nodeset=0 numatune.memory.mode=restrictive numatune.memnode.0.nodeset=0 numatune.memnode.0.mode=restrictive|",
        "memory.current=2GiB|memory-current", "memory.max=4GiB|max-needs-cell", "memory.hugepages=on memballoon.model=virtio|hugepages-balloon", "memory.hugepages=on memory.hugepages.size=1GiB|hugepage-size",
        "memory.hugepages=on memory=4GiB|hugepages-host", "memory.locked=on|locked-limit", "memtune.hard_limit=64MiB|limit-too-small", "memory.access=shared|shared-source", "memory.access=shared memory.source=memfd|",
        "memory.allocation.threads=4|threads-ondemand", "firmware.secure-boot=yes firmware=efi|secure-machine", "firmware.secure-boot=yes machine=pc-q35-7.2|secure-efi", "firmware=efi features.acpi=off|efi-acpi",
        "on_poweroff=restart on_reboot=destroy|off-and-on", "hyperv.synic=on|hyperv-needs", "hyperv.vpindex=on hyperv.synic=on hyperv.stimer=on|stimer-clock", "features.pvspinlock=on|pvspinlock-qemu",
        "iommu.model=intel machine=pc-q35-7.2 iommu.intremap=on|intremap-ioapic", "iommu.model=intel|iommu-machine", "tpm.model=tpm-crb tpm.version=1.2|tpm-crb", "nic.1.backend=passt|passt-user",
        "nic.1.portForward=tcp:80|ports-passt", "nic.1.queues=2 nic.1.model=e1000e|queues-model", "disk.vda.queues=4|"})
    void toldBefore(String assignments, String expected) throws FailedException {
        List<Assignment> all = new ArrayList<>();
        for (String one : assignments.split(" ")) all.add(Catalogue.parse(one));
        DomainXml before = DomainXml.parse(Exercise.MACHINE);
        List<Conflict> found = Conflicts.brought(before, DomainXml.parse(Edits.apply(before.text(), all).text()), Optional.of(RecipesTest.twoNodes()));
        assertEquals(expected == null ? List.of() : List.of(expected), found.stream().map(Conflict::id).distinct().toList());
        for (Conflict conflict : found)
            for (Message message : List.of(conflict.what(), conflict.next())) for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) assertFalse(new Words(language).say(message).contains("{"));
    }

    /// By the kind of the card, and whether libvirt refuses it or does nothing.
    @ParameterizedTest
    @CsvSource({"isolated=yes, user, true", "isolated=yes, direct, true", "isolated=yes, network,", "coalesce=32, user, true", "coalesce=32, bridge,", "filter=clean-traffic, user, false", "filter=clean-traffic, ethernet,",
        "bandwidth.inbound.average=1MiB, user, false", "bandwidth.outbound.average=1MiB, direct,"})
    void whatTheKindOfACardCannotDo(String assignment, String type, Boolean refused) throws FailedException {
        String machine = Exercise.MACHINE.replace("<interface type='bridge'>", "<interface type='" + type + "'>");
        List<Conflict> found = Conflicts.brought(DomainXml.parse(machine), DomainXml.parse(Edits.apply(machine, List.of(Catalogue.parse("nic.1." + assignment))).text()), Optional.empty());
        assertEquals(refused == null ? List.of() : List.of("card-type " + refused), found.stream().map(conflict -> conflict.id() + " " + conflict.refused()).toList());
    }

    @ParameterizedTest
    @CsvSource({"disk.sda.queues, 4, ", "disk.vda.discard_no_unref, on, libvirt", "kvm.pv-ipi, on, kvm", "on_reboot, preserve, not-qemu", "disk.vda.bus, sata, not-listed", "disk.vda.bus, scsi, ", "tpm.model, tpm-tis, none",
        "watchdog.model, itco, libvirt", "type, kvm, not-listed", "type, qemu, ", "hyperv.relaxed, on, ", "hyperv.evmcs, on, none", "disk.sdb.iothread, 1, virtio"})
    void notOfferedHere(String name, String value, String reason) throws FailedException {
        HostOffer offer = new HostOffer(9_000_000, Map.of("type", Set.of("qemu"), "devices/disk/bus", Set.of("scsi", "virtio"), "devices/tpm/model", Set.of(), "features/hyperv/features", Set.of("relaxed"), "features/hyperv/relaxed", Set.of("*")));
        Optional<Message> against = new Support(offer, DomainXml.parse(Exercise.MACHINE)).against(Catalogue.find(name), name, value);
        assertEquals(Optional.ofNullable(reason).map(word -> "options.support." + word), against.map(Message::key));
    }

    @Test
    void nothingIsAgainstWhatIsNotKnown() throws FailedException {
        Support support = new Support(HostOffer.UNKNOWN, DomainXml.parse(Exercise.MACHINE));
        assertEquals(Optional.empty(), support.against(Catalogue.find("disk.vda.bus"), "disk.vda.bus", "sata"));
        assertEquals(Optional.empty(), support.against(Catalogue.find("pstore.size"), "pstore.size", "64KiB"));
    }
}
