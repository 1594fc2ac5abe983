package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.system.SystemFiles;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What libvirt said when a tree was captured: `capture/libvirt`, lines of `key=value`.
public final class RecordedLibvirt {
    private static final String PATH = "/capture/libvirt";

    private RecordedLibvirt() {}

    /// @return empty for the real host, and where the tree says nothing of libvirt
    public static Optional<LibvirtView> read(SystemFiles files) {
        return files.real() ? Optional.empty() : files.lines(PATH).toOptional().flatMap(RecordedLibvirt::parse);
    }

    static Optional<LibvirtView> parse(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        String kvm = values.getOrDefault("kvm", "");
        for (LibvirtView.Kind kind : LibvirtView.Kind.values())
            if (kind.name().equalsIgnoreCase(values.get("kind"))) {
                Fact<Boolean> known = kvm.equals("yes") || kvm.equals("no") ? Fact.known(kvm.equals("yes"), PATH) : Fact.unknown("host.libvirt.not-recorded");
                String features = values.getOrDefault("features", "");
                return Optional.of(new LibvirtView(kind, known, values.getOrDefault("words", ""), features.isBlank() ? Set.of() : new TreeSet<>(List.of(features.split(" ")))));
            }
        return Optional.empty();
    }

    static String write(LibvirtView view) {
        // Of the features only those that bear on virtualization.
        Set<String> features = new TreeSet<>(view.cpuFeatures());
        features.retainAll(Set.of("vmx", "svm", "hypervisor", "smx"));
        String kvm = view.kvm() instanceof Fact.Known<Boolean>(Boolean yes, String _) ? yes ? "yes" : "no" : "unknown";
        return "kind=" + view.kind().name().toLowerCase(java.util.Locale.ROOT) + "\nkvm=" + kvm + "\nwords=" + view.words().replaceAll("\\s+", " ") + "\nfeatures=" + String.join(" ", features) + "\n";
    }
}
