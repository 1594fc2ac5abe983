package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/// What the program has to say of itself, in `log/` of its state directory, for its user's eyes only: four files of 256 KiB
/// at most, the newest without a number. Passwords are taken out before anything is written.
public final class LogFile extends Handler {
    private static final String NAME = "log/virt-companion.log";
    private static final int LIMIT_CHARACTERS = 256 * 1024;
    private static final int OLD_FILES = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    /// XML of libvirt's graphics devices, URIs with a password, and `password: …` of anybody's messages.
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("(passwd\\s*=\\s*)(['\"]).*?\\2"),
            Pattern.compile("(://[^/@:\\s]*:)[^/@\\s]+(?=@)"),
            Pattern.compile("(?i)((?:password|passphrase|secret)\\s*[=:]\\s*)[^\\s,;]+"));

    private final PrivateFiles files;
    /// Nobody who logs waits for the disk.
    private final ExecutorService writer = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("log").daemon().factory());
    private long written = -1;

    public LogFile(PrivateFiles files) {
        this.files = files;
    }

    /// From now on everything that is logged goes here, and nothing to standard error.
    public void install() {
        LogManager.getLogManager().reset();
        Logger all = Logger.getLogger("");
        all.setLevel(Level.INFO);
        all.addHandler(this);
    }

    @Override
    public void publish(LogRecord event) {
        if (!isLoggable(event)) return;
        StringWriter text = new StringWriter();
        text.append(TIME.format(event.getInstant())).append(' ').append(event.getLevel().getName()).append(' ')
                .append(String.valueOf(event.getLoggerName()).replaceFirst("^io\\.github\\.virtcompanion\\.", "")).append(": ").append(String.valueOf(event.getMessage())).append('\n');
        if (event.getThrown() != null) event.getThrown().printStackTrace(new PrintWriter(text, true));
        try {
            writer.execute(() -> write(clean(text.toString())));
        } catch (RejectedExecutionException e) {
            // Closed: the program is ending.
        }
    }

    /// Without what nobody else should read.
    public static String clean(String text) {
        String clean = SECRETS.get(0).matcher(text).replaceAll("$1$2…$2");
        clean = SECRETS.get(1).matcher(clean).replaceAll("$1…");
        return SECRETS.get(2).matcher(clean).replaceAll("$1…");
    }

    /// The newest lines. @param characters at most
    public String tail(int characters) {
        flush();
        try {
            String all = files.read(NAME).orElse("");
            return all.substring(Math.max(0, all.length() - characters));
        } catch (FailedException e) {
            return "";
        }
    }

    public String path() {
        return files.directory().resolve(NAME).toString();
    }

    private void write(String text) {
        try {
            if (written < 0) written = files.read(NAME).map(String::length).orElse(0);
            if (written + text.length() > LIMIT_CHARACTERS && written > 0) rotate();
            files.append(NAME, text);
            written += text.length();
        } catch (FailedException e) {
            // A full or read-only home: the program goes on without a log, and does not complain of each line.
            written = 0;
        }
    }

    private void rotate() throws FailedException {
        for (int number = OLD_FILES; number >= 1; number--) {
            String from = number == 1 ? NAME : NAME + "." + (number - 1);
            String to = NAME + "." + number;
            String moved = files.read(from).orElse("");
            if (!moved.isEmpty()) files.write(to, moved);
        }
        files.delete(NAME);
        written = 0;
    }

    /// Waits, for a second at most, until what was logged is in the file.
    @Override
    public void flush() {
        try {
            writer.submit(() -> {}).get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            // A disk that hangs: whoever ends is not kept.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            // Whoever closes has nothing else to do; a disk that hangs keeps nobody for ever.
            if (!writer.awaitTermination(10, TimeUnit.SECONDS)) writer.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
