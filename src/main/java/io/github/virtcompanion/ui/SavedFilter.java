package io.github.virtcompanion.ui;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A search that the user gave a name.
///
/// @param tag empty for any
record SavedFilter(String name, MachinesModel.Filter filter, String tag, String search) {
    /// One after another, in a form that fits into one line.
    static String write(List<SavedFilter> all) {
        return all.stream().map(each -> Stream.of(each.name, each.filter.word(), each.tag, each.search)
                .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8)).collect(Collectors.joining("&"))).collect(Collectors.joining(";"));
    }

    /// What is damaged is passed over.
    static List<SavedFilter> read(String written) {
        List<SavedFilter> all = new ArrayList<>();
        for (String each : written.split(";")) {
            String[] words = each.split("&", -1);
            if (words.length != 4) continue;
            try {
                for (int i = 0; i < words.length; i++) words[i] = URLDecoder.decode(words[i], StandardCharsets.UTF_8);
                all.add(new SavedFilter(words[0], MachinesModel.Filter.of(words[1]), words[2], words[3]));
            } catch (IllegalArgumentException _) {
                // The file was edited by hand.
            }
        }
        return all;
    }
}
