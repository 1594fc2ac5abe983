package io.github.virtcompanion.ui;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.LineNumberFactory;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// XML with colours and line numbers, to be read or edited.
final class XmlArea extends StackPane {
    private final CodeArea area = new CodeArea();
    private Set<Integer> wrong = Set.of();

    XmlArea(String name) {
        getStyleClass().addAll("xml-area", "mono");
        area.setId("xml-editor");
        area.setAccessibleText(name);
        area.setParagraphGraphicFactory(LineNumberFactory.get(area));
        area.plainTextChanges().subscribe(_ -> colour());
        // A line that begins like the one above it.
        area.addEventHandler(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.ENTER && !key.isShortcutDown() && area.isEditable()) area.insertText(area.getCaretPosition(), indentation());
        });
        getChildren().setAll(new VirtualizedScrollPane<>(area));
    }

    CodeArea area() {
        return area;
    }

    String text() {
        return area.getText();
    }

    /// Nothing of the old text can be brought back by "undo" then.
    void show(String text, boolean editable) {
        if (!area.getText().equals(text)) area.replaceText(text);
        area.getUndoManager().forgetHistory();
        area.setEditable(editable);
        area.moveTo(0);
        area.requestFollowCaret();
    }

    /// @param lines from 0
    void wrong(Set<Integer> lines) {
        for (int line : wrong) if (line < area.getParagraphs().size()) area.setParagraphStyle(line, List.of());
        wrong = lines;
        for (int line : wrong) if (line < area.getParagraphs().size()) area.setParagraphStyle(line, List.of("xml-wrong"));
    }

    /// Selects the next place with these words, from the top again after the last.
    boolean find(String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) return false;
        String text = area.getText().toLowerCase(Locale.ROOT);
        int from = Math.min(area.getSelection().getStart() + (area.getSelectedText().equalsIgnoreCase(wanted) ? 1 : 0), text.length());
        int found = text.indexOf(wanted, from);
        if (found < 0) found = text.indexOf(wanted);
        if (found < 0) return false;
        area.selectRange(found, found + wanted.length());
        area.requestFollowCaret();
        return true;
    }

    void goTo(int line) {
        area.moveTo(Math.min(line, area.getParagraphs().size() - 1), 0);
        area.requestFollowCaret();
        area.requestFocus();
    }

    private String indentation() {
        int line = area.getCurrentParagraph();
        String above = line == 0 ? "" : area.getParagraph(line - 1).getText();
        return above.substring(0, above.length() - above.stripLeading().length());
    }

    private void colour() {
        if (!area.getText().isEmpty()) area.setStyleSpans(0, spans(area.getText()));
    }

    private static StyleSpans<Collection<String>> spans(String text) {
        StyleSpansBuilder<Collection<String>> spans = new StyleSpansBuilder<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            for (XmlText.Piece piece : XmlText.pieces(lines[i]))
                spans.add(piece.kind() == XmlText.Kind.PLAIN ? List.of() : List.of("xml-" + piece.kind().name().toLowerCase(Locale.ROOT)), piece.text().length());
            spans.add(List.of(), i < lines.length - 1 ? 1 : 0);
        }
        return spans.create();
    }
}
