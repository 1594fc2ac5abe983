package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.Definition;
import org.kordamp.ikonli.Ikon;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A guest's operating system, out of libosinfo's id in its metadata: `http://debian.org/debian/12`. virt-install and
/// virt-manager write it there.
///
/// @param name empty where the metadata says nothing
record GuestOs(String name, Optional<Ikon> icon) {
    private static final GuestOs UNKNOWN = new GuestOs("", Optional.empty());
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("rhel", "RHEL"), Map.entry("centos", "CentOS"), Map.entry("centos-stream", "CentOS Stream"),
            Map.entry("freebsd", "FreeBSD"), Map.entry("openbsd", "OpenBSD"), Map.entry("netbsd", "NetBSD"), Map.entry("opensuse", "openSUSE"),
            Map.entry("sles", "SLES"), Map.entry("archlinux", "Arch Linux"), Map.entry("almalinux", "AlmaLinux"), Map.entry("linuxmint", "Linux Mint"),
            Map.entry("macosx", "macOS"), Map.entry("openindiana", "OpenIndiana"), Map.entry("msdos", "MS-DOS"), Map.entry("nixos", "NixOS"),
            Map.entry("ol", "Oracle Linux"), Map.entry("alpinelinux", "Alpine Linux"));
    /// libosinfo's short names of Windows.
    private static final Map<String, String> WINDOWS = Map.ofEntries(Map.entry("win95", "Windows 95"), Map.entry("win98", "Windows 98"), Map.entry("winme", "Windows Me"),
            Map.entry("winnt", "Windows NT"), Map.entry("winxp", "Windows XP"), Map.entry("winvista", "Windows Vista"), Map.entry("win7", "Windows 7"),
            Map.entry("win8", "Windows 8"), Map.entry("win8.1", "Windows 8.1"), Map.entry("win10", "Windows 10"), Map.entry("win11", "Windows 11"));

    private record Picture(String partOfId, Ikon icon) {}

    /// The first that fits.
    private static final List<Picture> PICTURES = List.of(new Picture("microsoft", Sign.MICROSOFT_WINDOWS), new Picture("debian", Sign.DEBIAN),
            new Picture("ubuntu", Sign.UBUNTU), new Picture("fedora", Sign.FEDORA), new Picture("centos", Sign.CENTOS),
            new Picture("redhat", Sign.REDHAT), new Picture("freebsd", Sign.FREEBSD), new Picture("gentoo", Sign.GENTOO),
            new Picture("linuxmint", Sign.LINUX_MINT), new Picture("archlinux", Sign.ARCH), new Picture("apple", Sign.APPLE),
            new Picture("linux", Sign.LINUX), new Picture("suse", Sign.LINUX), new Picture("libosinfo.org", Sign.LINUX));

    static GuestOs of(Optional<Definition> definition) {
        return definition.flatMap(Definition::osId).map(GuestOs::ofId).orElse(UNKNOWN);
    }

    /// @param id `http://DOMAIN/FAMILY/VERSION`
    static GuestOs ofId(String id) {
        String[] parts = id.replaceFirst("^[a-z]+://", "").split("/");
        String low = id.toLowerCase(Locale.ROOT);
        Optional<Ikon> icon = PICTURES.stream().filter(picture -> low.contains(picture.partOfId())).map(Picture::icon).findFirst();
        if (parts.length < 2) return new GuestOs(id, icon);
        String family = parts[1];
        String version = parts.length > 2 ? parts[2] : "";
        if (low.contains("microsoft.com")) return new GuestOs(windows(family, version), icon);
        String name = NAMES.getOrDefault(family, family.isEmpty() ? parts[0] : Character.toUpperCase(family.charAt(0)) + family.substring(1));
        return new GuestOs(version.isEmpty() || version.equals("unknown") ? name : name + " " + version, icon);
    }

    private static String windows(String family, String version) {
        String word = family.equals("win") ? "win" + version : family;
        if (WINDOWS.containsKey(word)) return WINDOWS.get(word);
        // win2k19, win2k8r2
        if (word.matches("win2k\\d+(r2)?")) {
            String year = word.replaceAll("win2k(\\d+).*", "$1");
            return "Windows Server " + (2000 + Integer.parseInt(year)) + (word.endsWith("r2") ? " R2" : "");
        }
        return word.equals("win2k") ? "Windows 2000" : "Windows " + version;
    }
}
