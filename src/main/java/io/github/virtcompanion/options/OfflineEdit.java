package io.github.virtcompanion.options;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.DomainXml;
import io.github.virtcompanion.xml.XmlBytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        for (Assignment one : assignments)
            if (Catalogue.find(one.setting()).traits().contains(Setting.Trait.BESIDE)) throw new Failure(Message.of("options.beside", one.setting()), Message.of("options.beside.next"), "").asException();
        XmlBytes read = XmlBytes.decode(file);
        Edited edited = Edits.apply(read.text(), assignments);
        if (edited.text().equals(read.text())) return new Result(file, false, List.of(), edited.notes());
        List<Message> notes = new ArrayList<>(edited.notes());
        // Told, not refused: the next edit of a file may be what is missing, and which host it is for nobody knows.
        for (Conflict conflict : Conflicts.brought(DomainXml.parse(read.text()), DomainXml.parse(edited.text()), Optional.empty()))
            notes.add(Message.of(conflict.refused() ? "options.note.refused-later" : "options.note.unwise", conflict.what(), conflict.next()));
        return new Result(read.encode(edited.text()), true, edited.all(), notes);
    }
}
