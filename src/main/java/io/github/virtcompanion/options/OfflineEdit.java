package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.XmlBytes;

import java.util.List;

/// The same edits on a file's bytes, with no libvirt around.
public final class OfflineEdit {
    private OfflineEdit() {}

    /// @param bytes   to write; the very array that came in when nothing changed
    /// @param changed whether there is something to write
    public record Result(byte[] bytes, boolean changed, List<Assignment> all, List<Message> notes) {
        public Result {
            all = List.copyOf(all);
            notes = List.copyOf(notes);
        }
    }

    /// @throws FailedException not in its own encoding, malformed, no definition, or refused as [Edits#apply] does
    public static Result apply(byte[] file, List<Assignment> assignments) throws FailedException {
        XmlBytes read = XmlBytes.decode(file);
        Edited edited = Edits.apply(read.text(), assignments);
        if (edited.text().equals(read.text())) return new Result(file, false, List.of(), edited.notes());
        return new Result(read.encode(edited.text()), true, edited.all(), edited.notes());
    }
}
