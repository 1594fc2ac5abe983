package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.HostFacts.Board;
import io.github.virtcompanion.system.SystemFiles;

/// `/sys/class/dmi/id`: maker, board and BIOS. Serial numbers, which lie beside them, are never read.
public final class Dmi {
    private Dmi() {}

    public static Board read(SystemFiles files) {
        Fact<String> maker = word(files, "sys_vendor");
        // Boards sold singly leave the system's maker blank.
        if (maker.toOptional().filter(Board::named).isEmpty() && word(files, "board_vendor") instanceof Fact.Known<String> board) maker = board;
        return new Board(maker, word(files, "product_name"), word(files, "board_name"), word(files, "bios_version"), word(files, "bios_date"));
    }

    private static Fact<String> word(SystemFiles files, String name) {
        return files.word("/sys/class/dmi/id/" + name);
    }
}
