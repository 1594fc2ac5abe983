package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `virsh capabilities`: the host's architecture, and which guests it can run.
///
/// Whether KVM is offered stands at `guest/arch/domain[@type='kvm']` only; `<baselabel type='kvm'>` is in every document.
public final class CapabilitiesReader {
    private CapabilitiesReader() {}

    /// @param arch   the host's
    /// @param guests one for each architecture and kind of guest
    /// @param cpuModel the host CPU's name as libvirt knows it; empty where not told
    /// @param cpuFeatures names of the features that libvirt lists beside the model
    public record Capabilities(String arch, String cpuModel, List<String> cpuFeatures, List<Guest> guests) {
        public Capabilities {
            cpuFeatures = List.copyOf(cpuFeatures);
            guests = List.copyOf(guests);
        }

        /// Whether this hypervisor can run this architecture as this type of domain.
        public boolean runs(String guestArch, String type) {
            return guests.stream().anyMatch(guest -> guest.arch().equals(guestArch) && guest.types().contains(type));
        }

        /// Types of domain that it can run for this architecture: `qemu`, and `kvm` where that can be used.
        public Set<String> types(String guestArch) {
            return guests.stream().filter(guest -> guest.arch().equals(guestArch)).flatMap(guest -> guest.types().stream()).collect(Collectors.toCollection(TreeSet::new));
        }

        /// Machine types of that program.
        public List<String> machines(String guestArch) {
            return guests.stream().filter(guest -> guest.arch().equals(guestArch)).flatMap(guest -> guest.machines().stream()).distinct().toList();
        }

        /// The path of the program that runs this architecture.
        public Optional<String> emulator(String guestArch) {
            return guests.stream().filter(guest -> guest.arch().equals(guestArch)).map(Guest::emulator).filter(path -> !path.isEmpty()).findFirst();
        }
    }

    /// @param osType   `hvm`, `exe`, `xen`, …
    /// @param emulator path; empty where none is told
    /// @param types    `qemu`, `kvm`, …
    /// @param machines machine types, aliases among them
    public record Guest(String osType, String arch, String emulator, List<String> types, List<String> machines) {
        public Guest {
            types = List.copyOf(types);
            machines = List.copyOf(machines);
        }
    }

    /// @throws FailedException not a `<capabilities>` document
    public static Capabilities read(String xml) throws FailedException {
        Element root = Document.parse(xml).root();
        if (!root.name().equals("capabilities"))
            throw new Failure(Message.of("xml.unexpected-root", "capabilities", root.name()), Message.of("xml.unexpected-root.next"), "").asException();
        Optional<Element> cpu = root.child("host").flatMap(host -> host.child("cpu"));
        return new Capabilities(cpu.flatMap(element -> element.childText("arch")).orElse("").strip(),
                cpu.flatMap(element -> element.childText("model")).orElse("").strip(),
                cpu.stream().flatMap(element -> element.children("feature")).flatMap(feature -> feature.attribute("name").stream()).toList(),
                root.children("guest").flatMap(guest -> guest.children("arch").map(arch -> guest(guest, arch))).toList());
    }

    private static Guest guest(Element guest, Element arch) {
        return new Guest(guest.childText("os_type").orElse("").strip(), arch.attribute("name").orElse(""),
                arch.childText("emulator").orElse("").strip(),
                arch.children("domain").flatMap(domain -> domain.attribute("type").stream()).toList(),
                Stream.concat(Stream.of(arch), arch.children("domain")).flatMap(each -> each.children("machine")).map(machine -> machine.text().strip()).distinct().toList());
    }
}
