package io.github.virtcompanion.options;

import java.util.Map;

/// Since 9.2 libvirt writes the image that it chose and what that can do into every definition (qemuFirmwareFillDomain,
/// src/qemu/qemu_firmware.c). What is then asked for would contradict its choice: it is to choose anew.
final class FirmwareEdit {
    private static final String CHOSEN = "./os/@firmware";
    private static final String LOADER = "./os/loader";
    private static final String NVRAM = "./os/nvram";

    private FirmwareEdit() {}

    static void apply(Draft draft, Map<String, String> changing) {
        if (!draft.xml().has(CHOSEN)) return;
        features(draft, changing);
        if (changing.keySet().stream().anyMatch(name -> name.equals("firmware.loader") || name.startsWith("firmware.loader."))) loader(draft, changing);
    }

    /// Secure boot and its keys: the one that was not asked for follows, unless it can stay.
    private static void features(Draft draft, Map<String, String> changing) {
        String secure = changing.get("firmware.secure-boot");
        String keys = changing.get("firmware.enrolled-keys");
        if (secure == null && keys == null) return;
        if (keys == null) draft.remove(feature("enrolled-keys"));
        if (secure == null && "yes".equals(keys)) draft.remove(feature("secure-boot") + "[@enabled='no']");
        if (draft.remove(LOADER) | template(draft)) draft.note("options.note.firmware-anew");
    }

    /// An image named by hand ends libvirt's own choice; without a name, secure and stateless are wishes for it.
    private static void loader(Draft draft, Map<String, String> changing) {
        if (draft.xml().get(LOADER).filter(path -> !path.isBlank()).isEmpty()) return;
        draft.remove(CHOSEN);
        draft.remove("./os/firmware");
        template(draft);
        draft.note("options.note.firmware-by-hand");
        boolean flash = draft.xml().get(LOADER + "/@type").filter("pflash"::equals).isPresent();
        // libvirt writes it for flash only.
        if (!flash && changing.containsKey("firmware.loader.type")) draft.remove(LOADER + "/@readonly");
        boolean stateless = "yes".equals(changing.get("firmware.loader.stateless"));
        // A flash image needs flash beside it, QEMU's own store does not.
        boolean dropped = (stateless || !flash) && draft.remove(NVRAM);
        dropped |= stateless && draft.remove(Firmware.STORE);
        if (dropped) draft.note("options.note.nvram-dropped");
    }

    private static boolean template(Draft draft) {
        return draft.remove(NVRAM + "/@template") | draft.remove(NVRAM + "/@templateFormat") | draft.remove(Firmware.STORE + "/@template");
    }

    private static String feature(String name) {
        return "./os/firmware/feature[@name='" + name + "']";
    }
}
