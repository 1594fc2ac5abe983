package io.github.virtcompanion;

import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.Setting;
import io.github.virtcompanion.words.Words;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// The manual page's section on settings is made from the catalogue: this makes it, and compares.
class ManualSettingsTest {
    private static final Path PAGE = Path.of("packaging/virt-companion.1");
    private static final Path MADE = Path.of("target/settings.mdoc");
    private static final String BEGIN = ".\\\" The catalogue; made by ManualSettingsTest, which leaves it in target/settings.mdoc.\n";
    private static final String END = ".\\\" End of the catalogue.\n";

    @Test
    void theManualTellsEverySettingOfTheCatalogue() throws IOException {
        String page = Files.readString(PAGE);
        String made = section();
        Files.createDirectories(MADE.getParent());
        Files.writeString(MADE, made);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertEquals(made, begin < 0 || end < 0 ? "" : page.substring(begin, end + END.length()), () -> "put " + MADE + " into " + PAGE);
    }

    private static String section() {
        Words words = new Words(Locale.ENGLISH);
        StringBuilder out = new StringBuilder(BEGIN);
        Setting.Group group = null;
        for (Setting setting : Catalogue.all()) {
            if (setting.group() != group) {
                if (group != null) out.append(".El\n");
                out.append(".Ss ").append(plain(words.say(setting.groupLabel()))).append("\n.Bl -tag -width Ds -compact\n");
                group = setting.group();
            }
            out.append(".It Li ").append(setting.name()).append('\n').append(plain(words.say(setting.what()))).append('\n');
            if (!setting.listed()) out.append(".Pq ").append(Catalogue.valuesInWords(setting)).append('\n');
            else out.append(".Pq ").append(String.join(" | ", setting.values())).append('\n');
        }
        return out.append(".El\n").append(END).toString();
    }

    /// What roff would take for itself.
    private static String plain(String text) {
        String ascii = text.replace("\\", "\\e").replace("’", "'").replace("“", "\"").replace("”", "\"").replace("→", "->").replace("×", "x").replace("µ", "u");
        return ascii.startsWith(".") || ascii.startsWith("'") ? "\\&" + ascii : ascii;
    }
}
