import javafx.css.Stylesheet;

import java.io.File;
import java.io.IOException;

/// `BinarySheet.java SHEET.css SHEET.bss`: a style sheet in the form that JavaFX reads without parsing it. Called by the pom.
final class BinarySheet {
    public static void main(String[] files) throws IOException {
        Stylesheet.convertToBinary(new File(files[0]), new File(files[1]));
    }
}
