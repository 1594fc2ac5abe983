package io.github.virtcompanion.inventory;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Which connections to open when none is named: those of virt-manager's own list, else the usual local ones.
public final class Sources {
    /// virt-manager: data/org.virt-manager.virt-manager.gschema.xml.
    private static final String SCHEMA = "org.virt-manager.virt-manager.connections";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Commands commands;
    private final boolean root;

    /// @param root whether the user is root, whose `qemu:///session` is the system's
    public Sources(Commands commands, boolean root) {
        this.commands = commands;
        this.root = root;
    }

    public List<ConnectionSpec> specs() {
        List<String> settings = commands.run(List.of("gsettings", "list-recursively", SCHEMA), PATIENCE).toOptional().filter(Output::ok).map(Output::lines).orElse(List.of());
        List<String> virtManagers = value(settings, "uris");
        if (!virtManagers.isEmpty()) return specs(virtManagers, value(settings, "autoconnect"));
        List<ConnectionSpec> usual = List.of(ConnectionSpec.of("qemu:///system").asAssumed(), ConnectionSpec.of("qemu:///session").asAssumed());
        return root ? usual.subList(0, 1) : usual;
    }

    /// A line of `gsettings list-recursively`: schema, key, value.
    static List<String> value(List<String> settings, String key) {
        String start = SCHEMA + " " + key + " ";
        return settings.stream().filter(line -> line.startsWith(start)).findFirst().map(line -> parse(line.substring(start.length()))).orElse(List.of());
    }

    /// Another host may ask for a password: it is opened by itself only where virt-manager does so too.
    static List<ConnectionSpec> specs(List<String> uris, List<String> autoconnect) {
        return uris.stream().map(ConnectionSpec::of).map(spec -> spec.kind() == ConnectionSpec.Kind.REMOTE && !spec.uri().startsWith("test")
                && !autoconnect.contains(spec.uri()) ? spec.asIdle() : spec).toList();
    }

    /// GVariant's text form of `as`: `['qemu:///system', 'qemu+ssh://u@h/system']`, or `@as []` for an empty one.
    static List<String> parse(String gvariant) {
        String text = gvariant.strip();
        if (!text.startsWith("[")) return List.of();
        try {
            String[] uris = new Gson().fromJson(text, String[].class);
            return uris == null ? List.of() : Arrays.stream(uris).filter(uri -> uri != null && !uri.isBlank()).distinct().toList();
        } catch (JsonParseException e) {
            return List.of();
        }
    }
}
