import javafx.css.Stylesheet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `BinarySheet.java SHEET.css SHEET.bss`: a style sheet in the form that JavaFX reads without parsing it. Called by the pom.
final class BinarySheet {
    /// JavaFX writes several states of one node (`:filled:selected`) in an order that is another with each run of Java, and the
    /// same sources are to make the same bytes.
    private static final Pattern TWO_STATES = Pattern.compile(":[a-z-]+:[a-z-]+[^;{}]*\\{");

    public static void main(String[] files) throws IOException {
        Matcher two = TWO_STATES.matcher(Files.readString(new File(files[0]).toPath()));
        if (two.find()) throw new IOException("a selector with two states makes other bytes each time: " + two.group());
        Stylesheet.convertToBinary(new File(files[0]), new File(files[1]));
    }
}
