package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts.Setting;
import io.github.virtcompanion.system.SystemFiles;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Firmware settings that ThinkPads, Dells and HPs show to Linux (Documentation/ABI/testing/sysfs-class-firmware-attributes).
public final class FirmwareAttributes {
    private static final String CLASS = "/sys/class/firmware-attributes";
    private static final int MOST = 10;
    /// The processor's virtualization, not that of devices (VT-d, IOMMU), nor Trusted Execution.
    private static final Pattern OURS = Pattern.compile("(?i)(?!.*(vt-?d|directed|direct ?io|iommu|trusted)).*(virtualization|\\bvt-?x\\b|\\bsvm\\b|amd-?v\\b).*");

    private FirmwareAttributes() {}

    public static Fact<List<Setting>> read(SystemFiles files) {
        Fact<List<String>> drivers = files.list(CLASS);
        if (!(drivers instanceof Fact.Known<List<String>>(List<String> names, String _))) return drivers.map(_ -> List.of());
        List<Setting> settings = new ArrayList<>();
        Fact<List<Setting>> unread = null;
        for (String driver : names.stream().limit(MOST).toList()) {
            String attributes = CLASS + "/" + driver + "/attributes";
            for (String name : files.list(attributes).toOptional().orElse(List.of())) {
                String shown = files.word(attributes + "/" + name + "/display_name").toOptional().filter(words -> !words.isBlank()).orElse(name);
                if (!OURS.matcher(name.replace('_', ' ')).matches() && !OURS.matcher(shown).matches()) continue;
                String path = attributes + "/" + name + "/current_value";
                Fact<String> value = files.word(path);
                if (value instanceof Fact.Known<String>(String word, String _)) settings.add(new Setting(shown, word, path));
                else unread = value.map(_ -> List.of());
            }
        }
        return settings.isEmpty() && unread != null ? unread : Fact.known(List.copyOf(settings), settings.isEmpty() ? CLASS : settings.getFirst().path());
    }
}
