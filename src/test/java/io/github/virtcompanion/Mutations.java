package io.github.virtcompanion;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Makes bad inputs out of good ones: the same ones on every run, so that what fails once fails again.
///
/// Jazzer would be guided by coverage, but fuzzes a single target in each JVM
/// (CodeIntelligenceTesting/jazzer#599); here every parser is under fire in each run of the tests.
public final class Mutations {
    private static final List<String> ODD = List.of("", "\0", "\n", "\r\n", "\t", " ", "\\", "\\040", "\\777", "%", "%n", ":", "=", "-", "--", "[", "]", "(", "'", "\"", "0", "-1", "9".repeat(9), "9".repeat(30),
            "0x", "1e999", "NaN", "\uFFFD", "\u202E", "\uD800", "é", "\uFEFF", "..", "/../", "/", "//", "*", "?", "<", ">", "&", "&amp;", "&#0;", "&#x110000;", "]]>", "<![CDATA[", "<!--", "-->", "<?x?>", "<!DOCTYPE a>",
            "<a/>", "</domain>", "xmlns=''", "xmlns:q='u'", "q:", "true", "null", "{}", "{", "@as []", "flags\t: vmx", "md0 : active raid1 sda[0]", "vmx", "svm", "hypervisor");
    private final SplittableRandom random;
    private final List<byte[]> corpus;

    /// @param corpus good inputs; parts of them are mixed
    public Mutations(long seed, List<byte[]> corpus) {
        this.random = new SplittableRandom(seed);
        this.corpus = corpus;
    }

    public static Mutations ofText(long seed, List<String> corpus) {
        return new Mutations(seed, corpus.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
    }

    public byte[] bytes() {
        byte[] input = pick();
        int steps = 1 + random.nextInt(6);
        for (int i = 0; i < steps; i++) input = mutated(input);
        return input;
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public List<String> lines() {
        return text().lines().toList();
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /// One good input repeated until it is that large.
    public static String large(String part, int bytes) {
        return part.repeat(bytes / Math.max(1, part.length()) + 1);
    }

    private byte[] pick() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] mutated(byte[] in) {
        int from = random.nextInt(in.length + 1);
        int to = from + random.nextInt(Math.min(in.length - from, 1 << random.nextInt(10)) + 1);
        return switch (random.nextInt(9)) {
            case 0 -> join(in, 0, from, ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.UTF_8), from, in.length);
            case 1 -> join(in, 0, from, ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.UTF_8), to, in.length);
            case 2 -> join(in, 0, from, new byte[0], to, in.length);
            case 3 -> join(in, 0, from, new byte[0], in.length, in.length);
            case 4 -> {
                byte[] bytes = in.clone();
                if (from < in.length) bytes[from] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 5 -> {
                byte[] part = Arrays.copyOfRange(in, from, to);
                byte[] many = part.length == 0 ? part : large(part, 1 << random.nextInt(14));
                yield join(in, 0, to, many, to, in.length);
            }
            case 6 -> {
                byte[] other = pick();
                int at = random.nextInt(other.length + 1);
                yield join(in, 0, from, Arrays.copyOfRange(other, at, at + random.nextInt(other.length - at + 1)), to, in.length);
            }
            case 7 -> {
                byte[] noise = new byte[random.nextInt(8)];
                random.nextBytes(noise);
                yield join(in, 0, from, noise, to, in.length);
            }
            default -> lineMoved(in);
        };
    }

    private static byte[] large(byte[] part, int bytes) {
        byte[] many = new byte[Math.max(part.length, bytes)];
        for (int i = 0; i < many.length; i++) many[i] = part[i % part.length];
        return many;
    }

    private byte[] lineMoved(byte[] in) {
        String[] lines = new String(in, StandardCharsets.ISO_8859_1).split("\n", -1);
        int a = random.nextInt(lines.length);
        int b = random.nextInt(lines.length);
        String line = lines[a];
        lines[a] = lines[b];
        lines[b] = line;
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[] in, int from, int to, byte[] middle, int rest, int end) {
        byte[] out = new byte[to - from + middle.length + end - rest];
        System.arraycopy(in, from, out, 0, to - from);
        System.arraycopy(middle, 0, out, to - from, middle.length);
        System.arraycopy(in, rest, out, to - from + middle.length, end - rest);
        return out;
    }
}
