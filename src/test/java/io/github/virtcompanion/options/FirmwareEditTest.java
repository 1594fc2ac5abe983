package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Firmware that libvirt chose and wrote down, as libvirt 11.3 does, and what is left of that where something else is asked for.
class FirmwareEditTest {
    private static final String MACHINE = """
            <domain type='kvm'>
              <os%s>
                <type arch='x86_64' machine='pc-q35-10.0'>hvm</type>%s
              </os>
              <devices>
                <input type='tablet' bus='usb'/>%s
              </devices>
            </domain>
            """;
    private static final String SECURE = "<firmware><feature enabled='yes' name='enrolled-keys'/><feature enabled='yes' name='secure-boot'/></firmware>"
            + "<loader readonly='yes' secure='yes' type='pflash' format='raw'>/C.ms.fd</loader><nvram template='/V.ms.fd' templateFormat='raw' format='raw'>/x_VARS.fd</nvram>";
    private static final String PLAIN = "<firmware><feature enabled='no' name='enrolled-keys'/><feature enabled='no' name='secure-boot'/></firmware>"
            + "<loader readonly='yes' type='pflash' format='raw'>/C.fd</loader><nvram template='/V.fd' templateFormat='raw' format='raw'>/x_VARS.fd</nvram>";
    private static final String STORED = "<firmware><feature enabled='yes' name='secure-boot'/></firmware><loader type='rom' format='raw'>/C.fd</loader><varstore template='/V.json' path='/x.json'/>";
    private static final String ASKED = "<firmware><feature enabled='no' name='secure-boot'/></firmware>";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SECURE | firmware.secure-boot=no | <firmware><feature enabled='no' name='secure-boot'/></firmware><nvram format='raw'>/x_VARS.fd</nvram> | efi | firmware-anew",
        "SECURE | firmware.enrolled-keys=no | <firmware><feature enabled='no' name='enrolled-keys'/><feature enabled='yes' name='secure-boot'/></firmware><nvram format='raw'>/x_VARS.fd</nvram> | efi | firmware-anew",
        "SECURE | firmware.secure-boot=no firmware.enrolled-keys=no | <firmware><feature enabled='no' name='enrolled-keys'/><feature enabled='no' name='secure-boot'/></firmware><nvram format='raw'>/x_VARS.fd</nvram> | efi | firmware-anew",
        "SECURE | firmware.secure-boot=yes | SECURE | efi |",
        "PLAIN | firmware.enrolled-keys=yes | <firmware><feature enabled='yes' name='enrolled-keys'/></firmware><nvram format='raw'>/x_VARS.fd</nvram> | efi | firmware-anew",
        "PLAIN | firmware.secure-boot=yes | <firmware><feature enabled='yes' name='secure-boot'/></firmware><nvram format='raw'>/x_VARS.fd</nvram> | efi | firmware-anew",
        "ASKED | firmware.secure-boot=yes | <firmware><feature enabled='yes' name='secure-boot'/></firmware> | efi |",
        "PLAIN | firmware.loader=/mine.fd | <loader readonly='yes' type='pflash' format='raw'>/mine.fd</loader><nvram format='raw'>/x_VARS.fd</nvram> | | firmware-by-hand",
        "PLAIN | firmware.loader.stateless=yes | <loader readonly='yes' type='pflash' format='raw' stateless='yes'>/C.fd</loader> | | firmware-by-hand nvram-dropped",
        "PLAIN | firmware.loader.type=rom | <loader type='rom' format='raw'>/C.fd</loader> | | firmware-by-hand nvram-dropped",
        "STORED | firmware.secure-boot=no | <firmware><feature enabled='no' name='secure-boot'/></firmware><varstore path='/x.json'/> | efi | firmware-anew",
        "STORED | firmware=default | '' | |",
        "STORED | firmware.loader=/mine.fd | <loader type='rom' format='raw'>/mine.fd</loader><varstore path='/x.json'/> | | firmware-by-hand",
        "STORED | firmware.loader.stateless=yes | <loader type='rom' format='raw' stateless='yes'>/C.fd</loader> | | firmware-by-hand nvram-dropped",
        "STORED | firmware.nvram=/y.json | <firmware><feature enabled='yes' name='secure-boot'/></firmware><loader type='rom' format='raw'>/C.fd</loader><varstore template='/V.json' path='/y.json'/> | efi |",
        "STORED | firmware.nvram=default firmware.nvram.template=default | <firmware><feature enabled='yes' name='secure-boot'/></firmware><loader type='rom' format='raw'>/C.fd</loader><varstore/> | efi |",
        "'' | firmware.loader.secure=yes | <loader secure='yes'/> | efi |"})
    void whatFollows(String before, String assignments, String after, String chosen, String notes) throws FailedException {
        Edited edited = Edits.apply(machine("efi", before, ""), parsed(assignments));
        String expected = machine(chosen, after, "");
        assertEquals(bare(expected), bare(edited.text()));
        assertEquals(notes == null ? List.of() : List.of(notes.split(" ")), edited.notes().stream().map(Message::key).map(key -> key.replace("options.note.", "")).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"features.ps2=off | '' | ps2-inputs-dropped", "features.ps2=on | <input type='mouse' bus='ps2'/><input type='keyboard' bus='ps2'/> |"})
    void withoutItsBusThereIsNoMouse(String assignments, String inputs, String note) throws FailedException {
        Edited edited = Edits.apply(machine("efi", "", "<input type='mouse' bus='ps2'/><input type='keyboard' bus='ps2'/>"), parsed(assignments));
        assertEquals(bare(machine("efi", "", inputs)), bare(edited.text()).replaceFirst("<features>.*</features>", ""));
        assertEquals(note == null ? List.of() : List.of("options.note." + note), edited.notes().stream().map(Message::key).toList());
    }

    private static String machine(String chosen, String firmware, String inputs) {
        String what = switch (firmware) {
            case "SECURE" -> SECURE;
            case "PLAIN" -> PLAIN;
            case "ASKED" -> ASKED;
            case "STORED" -> STORED;
            default -> firmware;
        };
        return MACHINE.formatted(chosen == null ? "" : " firmware='" + chosen + "'", what, inputs);
    }

    /// Places are what is looked at here, not how the lines lie.
    private static String bare(String text) {
        return text.replaceAll(">\\s+<", "><").strip();
    }

    private static List<Assignment> parsed(String assignments) throws FailedException {
        List<Assignment> all = new ArrayList<>();
        for (String one : assignments.split(" ")) all.add(Catalogue.parse(one));
        return all;
    }
}
