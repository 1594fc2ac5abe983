import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// `SameBytes.java ONE OTHER RESULT`: of two archives of the same classes, made one after the other, the bytes that do not
/// depend on when they were made.
///
/// What differs are the times at which soft references were last used, in milliseconds since the computer was started, and
/// the check sums over them. Java looks at the check sums only with `-XX:+VerifySharedSpaces`.
final class SameBytes {
    private static final int HEADER = 4096;

    public static void main(String[] files) throws IOException {
        byte[] one = Files.readAllBytes(Path.of(files[0]));
        byte[] other = Files.readAllBytes(Path.of(files[1]));
        if (one.length != other.length) throw new IOException("archives of different size: not made of the same classes");
        int cleared = 0;
        for (int at = 0; at < one.length; ) {
            // Sums are ints in the header, times are longs.
            int size = at < HEADER ? Integer.BYTES : Long.BYTES;
            int end = Math.min(one.length, at + size);
            if (!Arrays.equals(one, at, end, other, at, end)) {
                Arrays.fill(one, at, end, (byte) 0);
                cleared++;
            }
            at = end;
        }
        if (cleared > 2000) throw new IOException(cleared + " places differ: more than times and check sums");
        Files.write(Path.of(files[2]), one);
    }
}
