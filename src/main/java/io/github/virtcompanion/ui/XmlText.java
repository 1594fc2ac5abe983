package io.github.virtcompanion.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// XML cut into pieces to be coloured. Cutting loses nothing: the pieces joined are the line.
final class XmlText {
    enum Kind { PLAIN, TAG, ATTRIBUTE, VALUE, COMMENT }

    record Piece(String text, Kind kind) {}

    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment><!--.*?(?:-->|$))|(?<tag></?[\\w:.-]+|/?>|\\?>|<\\?[\\w-]+)|(?<value>=\\s*(?:'[^']*'|\"[^\"]*\"))|(?<attribute>[\\w:.-]+(?=\\s*=\\s*['\"]))");

    private XmlText() {}

    /// Pieces of one line. A comment over several lines is only known by its first.
    static List<Piece> pieces(String line) {
        List<Piece> pieces = new ArrayList<>();
        Matcher token = TOKEN.matcher(line);
        int end = 0;
        while (token.find()) {
            if (token.start() > end) pieces.add(new Piece(line.substring(end, token.start()), Kind.PLAIN));
            pieces.add(new Piece(token.group(), token.group("comment") != null ? Kind.COMMENT : token.group("tag") != null ? Kind.TAG
                    : token.group("value") != null ? Kind.VALUE : Kind.ATTRIBUTE));
            end = token.end();
        }
        if (end < line.length()) pieces.add(new Piece(line.substring(end), Kind.PLAIN));
        return pieces;
    }
}
