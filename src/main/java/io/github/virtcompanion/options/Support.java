package io.github.virtcompanion.options;

import io.github.virtcompanion.model.HostOffer;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;

import java.util.Optional;
import java.util.Set;

/// Whether a value is possible for a machine on its host, as far as libvirt tells; what it does not tell counts as possible.
public final class Support {
    private final HostOffer offer;
    private final DomainXml machine;

    public Support(HostOffer offer, DomainXml machine) {
        this.offer = offer;
        this.machine = machine;
    }

    /// @param name with its key: `disk.vda.cache`
    /// @return why it is not possible; empty where it is, or where nothing is known against it
    public Optional<Message> against(Setting setting, String name, String value) {
        if (value.equals(Setting.DEFAULT)) return Optional.empty();
        if (offer.libvirt() > 0 && setting.needs(value) > offer.libvirt()) return Optional.of(Message.of("options.support.libvirt", needed(setting, value), offer.version()));
        String type = machine.get("./@type").orElse("");
        if (setting.traits().contains(Setting.Trait.KVM_ONLY) && type.equals("qemu") && !value.equals("off") && !value.equals("no")) return Optional.of(Message.of("options.support.kvm"));
        String arch = machine.get("./os/type/@arch").orElse("x86_64");
        if (setting.traits().contains(Setting.Trait.X86_ONLY) && !arch.matches("x86_64|i[3-6]86")) return Optional.of(Message.of("options.support.arch", arch));
        if (setting.traits().contains(Setting.Trait.VIRTIO_ONLY) && !virtio(setting, name)) return Optional.of(Message.of("options.support.virtio"));
        boolean xen = value.equals("rename-restart") || value.equals("preserve") && !setting.name().equals("on_crash");
        if (setting.group() == Setting.Group.LIFECYCLE && xen && (type.equals("kvm") || type.equals("qemu"))) return Optional.of(Message.of("options.support.not-qemu"));
        return told(setting, value);
    }

    /// Whether libvirt lists such values for other hosts, but says nothing of them for this one, so that none is ruled out.
    public boolean untold(Setting setting) {
        if (setting.told().isEmpty() || !setting.listed()) return false;
        String list = setting.told().startsWith("features/hyperv/") ? "features/hyperv/features" : setting.told();
        return !offer.lists().containsKey(setting.told()) && !offer.lists().containsKey(list);
    }

    private static String needed(Setting setting, String value) {
        return setting.newer().getOrDefault(value, setting.since());
    }

    private Optional<Message> told(Setting setting, String value) {
        if (setting.told().isEmpty()) return Optional.empty();
        Set<String> possible = offer.lists().get(setting.told());
        if (possible == null && setting.told().startsWith("features/hyperv/") && offer.lists().containsKey("features/hyperv/features")) possible = Set.of();
        if (possible == null || possible.contains("*") || possible.contains(value) || value.equals("off") || value.equals("no")) return Optional.empty();
        return Optional.of(possible.isEmpty() ? Message.of("options.support.none") : Message.of("options.support.not-listed", String.join(", ", possible.stream().sorted().toList())));
    }

    private boolean virtio(Setting setting, String name) {
        String key = Catalogue.key(name);
        if (setting.ofDisk()) return machine.get(Key.into("./devices/disk[target/@dev='*']/target/@bus", key)).map(bus -> bus.equals("virtio") || bus.equals("scsi")).orElse(key.startsWith("vd"));
        if (setting.name().startsWith("nic.")) return machine.get(Key.into("./devices/interface[mac/@address='*']/model/@type", key)).map(model -> model.startsWith("virtio")).orElse(true);
        return true;
    }
}
