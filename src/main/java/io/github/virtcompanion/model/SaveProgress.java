package io.github.virtcompanion.model;

import java.util.OptionalLong;

/// How far libvirt has come with writing a guest's memory to disk (virDomainJobInfo).
///
/// @param totalBytes     0 as long as nothing is known
/// @param remainingBytes pages of zeroes count, although they take no time
public record SaveProgress(long totalBytes, long remainingBytes, long elapsedMillis) {
    public static final SaveProgress BEGUN = new SaveProgress(0, 0, 0);
    /// Before that, the first pages tell nothing of the rest.
    private static final long TELLING_MILLIS = 1000;

    public boolean known() {
        return totalBytes > 0;
    }

    /// From 0 to 1.
    public double part() {
        return known() ? Math.clamp(1 - (double) remainingBytes / totalBytes, 0, 1) : 0;
    }

    /// An estimate from what it took so far.
    public OptionalLong secondsLeft() {
        double part = part();
        return elapsedMillis < TELLING_MILLIS || part <= 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(1, Math.round(elapsedMillis * (1 - part) / part / 1000)));
    }

    /// "42 % of 512 MiB", with the seconds that are left where they can be told.
    public Message words() {
        long percent = Math.round(part() * 100);
        long mebibytes = totalBytes >> 20;
        return secondsLeft().isPresent() ? Message.of("model.save.left", percent, mebibytes, secondsLeft().getAsLong()) : Message.of("model.save.part", percent, mebibytes);
    }
}
