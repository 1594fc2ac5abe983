package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;

/// Short words for values, the same wherever they stand.
final class Labels {
    private Labels() {}

    /// `domain/@type` as people know it; types this program has no word for stand as they are.
    static String type(Words words, String type) {
        return type.equals("qemu") ? words.say("ui.type-emulated") : shortType(type);
    }

    /// For a narrow column.
    static String shortType(String type) {
        return switch (type) {
            case "kvm" -> "KVM";
            case "qemu" -> "QEMU";
            case "xen" -> "Xen";
            case "test" -> "Test";
            default -> type;
        };
    }

    static String cache(Words words, String libvirtName) {
        return CacheMode.of(libvirtName).filter(mode -> mode == CacheMode.DEFAULT).map(_ -> words.say("ui.cache-default")).orElse(libvirtName);
    }

    static String cache(Words words, Disk disk) {
        return cache(words, disk.cacheWord().isEmpty() ? disk.cache().libvirtName() : disk.cacheWord());
    }

    /// `vda: Cache mode`, `Type`; a name that the catalogue does not have stands as it is.
    static String setting(Words words, String name) {
        try {
            Setting setting = Catalogue.find(name);
            return setting.many() ? words.say("change.of-disk", Catalogue.key(name), setting.label()) : words.say(setting.label());
        } catch (FailedException e) {
            return name;
        }
    }

    static String value(Words words, String value) {
        return value.equals(Setting.DEFAULT) ? words.say("ui.settings.default") : value;
    }

    static boolean cacheOf(Machine.Pending pending) {
        return pending.setting().startsWith("disk.") && pending.setting().endsWith(".cache");
    }

    static String tone(Virtualization found) {
        return switch (found.verdict()) {
            case KVM_USABLE -> "tone-good";
            case UNKNOWN -> "tone-muted";
            default -> "tone-warning";
        };
    }
}
