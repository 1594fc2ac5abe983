package io.github.virtcompanion.ui;

import io.github.virtcompanion.change.Diff;
import io.github.virtcompanion.change.Secrets;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.xml.Parts;
import io.github.virtcompanion.xml.SchemaCheck;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The versions of a machine's XML, the one shown, the part of it that is looked at, and what is wrong with an edited one.
final class XmlModel {
    enum Version { STORED, LIVE, SAVED }

    /// @param stored used at the next start
    /// @param live   as it runs, where it runs
    /// @param saved  as it was saved and will go on, where it is saved
    record Texts(String stored, Optional<String> live, Optional<String> saved) {
        Optional<String> of(Version version) {
            return switch (version) {
                case STORED -> Optional.of(stored);
                case LIVE -> live;
                case SAVED -> saved;
            };
        }
    }

    /// @param line of the text that is edited, from 0
    record Problem(int line, Message words, String details) {}

    final ObjectProperty<Optional<Texts>> texts = new SimpleObjectProperty<>(Optional.empty());
    final ObjectProperty<Version> version = new SimpleObjectProperty<>(Version.STORED);

    /// With its passwords.
    String whole() {
        return texts.get().map(all -> all.of(version.get()).orElse(all.stored())).orElse("");
    }

    /// Empty where it is not well-formed: libvirt's own always is.
    List<Parts.Part> parts() {
        try {
            return whole().isEmpty() ? List.of() : Parts.of(whole());
        } catch (FailedException e) {
            return List.of();
        }
    }

    /// What is shown: passwords blanked.
    String shown(Optional<Parts.Part> part) {
        return Secrets.blank(part.map(one -> Layouts.outdented(one.of(whole()))).orElse(whole()));
    }

    /// From what is stored to the version that is shown.
    String difference() {
        return texts.get().map(all -> Diff.unified(all.stored(), whole(), "")).orElse("");
    }

    /// Well-formedness first; libvirt's schema where it is. Takes a second at first: never on the FX thread.
    ///
    /// @param firstLine of the text in the whole definition, from 0
    /// @return a fact that is not known where there is no schema
    static Fact<List<Problem>> check(SchemaCheck schema, String whole, int firstLine, int lines) {
        try {
            return schema.check(whole).map(complaints -> {
                List<Problem> all = new ArrayList<>();
                for (SchemaCheck.Complaint one : complaints) {
                    int line = one.line() - 1 - firstLine;
                    if (line >= 0 && line < lines) all.add(new Problem(line, Message.of("ui.xml.wrong", line + 1, one.reason()), one.expected()));
                    else all.add(new Problem(-1, Message.of("ui.xml.wrong-elsewhere", one.reason()), one.expected()));
                }
                return List.copyOf(all);
            });
        } catch (FailedException e) {
            int line = e.failure().what().args().stream().findFirst().map(String::valueOf).filter(digits -> digits.matches("\\d{1,6}")).map(Integer::parseInt).orElse(1) - 1 - firstLine;
            return Fact.known(List.of(new Problem(Math.clamp(line, 0, Math.max(0, lines - 1)), Message.of("ui.xml.wrong", Math.clamp(line, 0, Math.max(0, lines - 1)) + 1, e.failure().details().strip()), "")), "");
        }
    }
}
