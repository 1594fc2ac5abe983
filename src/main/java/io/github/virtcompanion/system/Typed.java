package io.github.virtcompanion.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The words of the command line as they were typed. Without a UTF-8 locale, as in cron or across ssh, Java makes
/// U+FFFD of every letter that is not English: such a machine could not be named, and a title would be stored as rubbish.
public final class Typed {
    private Typed() {}

    /// @param decoded what Java made of them
    public static String[] words(String[] decoded) {
        if (Arrays.stream(decoded).noneMatch(word -> word.indexOf('\uFFFD') >= 0)) return decoded;
        try {
            // proc(5): each word ends with a NUL; ours are the last ones.
            return words(decoded, Files.readAllBytes(Path.of("/proc/self/cmdline")));
        } catch (IOException e) {
            return decoded;
        }
    }

    /// What is not UTF-8 either stays as Java has it.
    static String[] words(String[] decoded, byte[] commandLine) {
        try {
            List<String> all = List.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(commandLine)).toString().split("\0", -1));
            int end = all.size() - 1;
            return end < decoded.length ? decoded : all.subList(end - decoded.length, end).toArray(String[]::new);
        } catch (IOException e) {
            return decoded;
        }
    }
}
