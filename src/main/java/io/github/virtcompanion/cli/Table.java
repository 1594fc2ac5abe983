package io.github.virtcompanion.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Columns as wide as their widest cell.
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) for (int i = 0; i < row.size(); i++) widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i < row.size() - 1) line.repeat(' ', widths[i] - row.get(i).codePointCount(0, row.get(i).length()) + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
