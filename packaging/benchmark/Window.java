import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// The window a program opened, as somebody in front of the screen sees it.
final class Window {
    /// Beside the graphs, below toolbar and column heads, above the status bar: names and states, which change with the list only.
    private static final int LEFT = 56, RIGHT = 220, TOP = 118, BOTTOM = 60;
    private final Display display;
    private final int window;
    private int[] place;
    private byte[] names = {};

    private Window(Display display, int window, int[] place) {
        this.display = display;
        this.window = window;
        this.place = place;
    }

    /// Waits until a window of some size has been opened.
    static Window opened(Display display, Program program, long timeoutMillis) throws IOException, InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        while (System.nanoTime() < end) {
            for (int window : display.windows()) {
                Optional<int[]> place = display.place(window);
                if (place.isPresent() && place.get()[2] > 300 && place.get()[3] > 200) return new Window(display, window, place.get());
            }
            if (!program.alive()) throw new IOException("the program ended without a window");
            display.next(20);
        }
        throw new IOException("no window after " + timeoutMillis + " ms");
    }

    /// Waits until something is painted in it, and says when (System.nanoTime).
    long painted() throws IOException, InterruptedException {
        while (true) {
            place = display.place(window).orElseThrow(() -> new IOException("the window is gone"));
            byte[] all = display.pixels(place[0] + 10, place[1] + 10, place[2] - 20, place[3] / 2);
            long now = System.nanoTime();
            int colours = 0;
            for (int i = 4; i < all.length && colours < 200; i += 4)
                if (all[i] != all[i - 4] || all[i + 1] != all[i - 3] || all[i + 2] != all[i - 2]) colours++;
            if (colours >= 200) return now;
            display.next(20);
        }
    }

    void askToClose() throws IOException {
        display.askToClose(window);
    }

    /// Looks whether the names in the list have changed since the last look.
    boolean namesChanged() throws IOException {
        place = display.place(window).orElseThrow(() -> new IOException("the window is gone"));
        byte[] now = display.pixels(place[0] + LEFT, place[1] + TOP, RIGHT - LEFT, place[3] - TOP - BOTTOM);
        if (Arrays.equals(now, names)) return false;
        names = now;
        return true;
    }

    /// When the names last changed before they stood still for that long.
    long still(long quietMillis) throws IOException, InterruptedException {
        namesChanged();
        long last = System.nanoTime();
        while (System.nanoTime() - last < quietMillis * 1_000_000) {
            Optional<Display.Event> event = display.next(Math.min(quietMillis, 100));
            if (event.isPresent() && event.get() instanceof Display.Event.Drawn && namesChanged()) last = event.get().at();
        }
        return last;
    }

    /// The next time that the names change, or nothing in that time.
    Optional<Long> nextChange(long timeoutMillis) throws IOException, InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        while (System.nanoTime() < end) {
            Optional<Display.Event> event = display.next(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            if (event.isPresent() && event.get() instanceof Display.Event.Drawn && namesChanged()) return Optional.of(event.get().at());
        }
        return Optional.empty();
    }

    /// Asks every 5 ms whether it answers.
    ///
    /// @return the longest time in which it did not, in milliseconds
    double longestStall(long millis) throws IOException, InterruptedException {
        double longest = 0;
        long end = System.nanoTime() + millis * 1_000_000;
        for (int number = 1; System.nanoTime() < end; number++) {
            long asked = System.nanoTime();
            display.ping(window, number);
            while (true) {
                Optional<Display.Event> event = display.next(60_000);
                if (event.isEmpty()) return 60_000;
                if (event.get() instanceof Display.Event.Answered(long at, int answered) && answered == number) {
                    longest = Math.max(longest, (at - asked) / 1e6);
                    break;
                }
            }
            Thread.sleep(5);
        }
        return longest;
    }
}
