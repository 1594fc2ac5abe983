package io.github.virtcompanion.options;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.GuestCpu;
import io.github.virtcompanion.model.Machine.Pending;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainXml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a running machine will do differently at its next start.
///
/// The live definition is not the stored one word for word: libvirt writes into it what it chose. Only what is sure to differ
/// is told; a false "pending" never goes away and teaches people to ignore the true ones.
public final class Pendings {
    private Pendings() {}

    /// @throws FailedException one of them is no domain's definition
    public static List<Pending> between(String live, String stored) throws FailedException {
        return between(DomainXml.parse(live), DomainXml.parse(stored));
    }

    public static List<Pending> between(DomainXml live, DomainXml stored) {
        // Many a driver writes nothing of its own into the live one; reading hundreds of settings twice takes its time.
        if (live.saysTheSameAs(stored)) return List.of();
        Map<String, String> now = Catalogue.read(live);
        Map<String, String> next = Catalogue.read(stored);
        List<Pending> pending = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(next.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            // Disks that are in one of both only were plugged in or out; a pinning that is in one only is new or gone.
            if (!(now.containsKey(name) && next.containsKey(name)) && !made(name)) continue;
            String was = now.getOrDefault(name, Setting.DEFAULT);
            String will = next.getOrDefault(name, Setting.DEFAULT);
            if (differs(name, was, will, live, stored)) pending.add(new Pending(name, was, will));
        }
        return List.copyOf(pending);
    }

    private static boolean made(String name) {
        return Key.made(setting(name));
    }

    private static Setting setting(String name) {
        try {
            return Catalogue.find(name);
        } catch (FailedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean differs(String name, String now, String next, DomainXml live, DomainXml stored) {
        if (now.equals(next)) return false;
        return switch (name) {
            case "cpu.mode" -> modeDiffers(DefinitionReader.read(live).cpu(), DefinitionReader.read(stored).cpu());
            case "cpu.model" -> modelDiffers(DefinitionReader.read(live).cpu(), DefinitionReader.read(stored).cpu());
            // libvirt writes "full" into the live definition once it has checked, and "forbid" once it has found the model.
            case "cpu.check", "cpu.model.fallback" -> false;
            case "cpu.migratable" -> !now.equals(Setting.DEFAULT) && !next.equals(Setting.DEFAULT);
            default -> name.endsWith(".cache") ? cacheDiffers(Catalogue.target(name), live, stored) : meaningDiffers(name, now, next);
        };
    }

    private static boolean meaningDiffers(String name, String now, String next) {
        Setting setting = setting(name);
        if (setting.traits().contains(Setting.Trait.BESIDE)) return false;
        // What libvirt itself writes into the live definition was not asked for, and will not be missed.
        if (setting.traits().contains(Setting.Trait.DRIFTS) || setting.origin() == Setting.Origin.LIBVIRT && next.equals(Setting.DEFAULT)) return false;
        return !Catalogue.meaning(setting, now).equals(Catalogue.meaning(setting, next));
    }

    private static boolean cacheDiffers(String target, DomainXml live, DomainXml stored) {
        Optional<CacheMode> now = DefinitionReader.read(live).disk(target).map(Disk::effectiveCache);
        Optional<CacheMode> next = DefinitionReader.read(stored).disk(target).map(Disk::effectiveCache);
        return !now.equals(next);
    }

    /// host-model lives as the model that libvirt found for it; passthrough and maximum live as themselves (qemuProcessUpdateGuestCPU).
    private static boolean modeDiffers(GuestCpu live, GuestCpu stored) {
        String now = mode(live);
        String next = mode(stored);
        if (now.equals(next)) return false;
        // Nothing stored: libvirt chose, and wrote its choice into the live one.
        if (next.equals(Setting.DEFAULT)) return false;
        return !(next.equals("host-model") && now.equals("custom")) || live.bareDefault();
    }

    private static boolean modelDiffers(GuestCpu live, GuestCpu stored) {
        if (!mode(stored).equals("custom")) return false;
        if (!mode(live).equals("custom")) return modeDiffers(live, stored) && stored.model().isPresent();
        return !unversioned(live).equals(unversioned(stored));
    }

    /// Newer libvirt writes `EPYC-v1` where `EPYC` was asked for.
    private static String unversioned(GuestCpu cpu) {
        return cpu.model().orElse("").replaceFirst("-v\\d+$", "");
    }

    private static String mode(GuestCpu cpu) {
        return cpu.mode().or(() -> cpu.model().map(_ -> "custom")).orElse(Setting.DEFAULT);
    }
}
