package io.github.virtcompanion.change;

import java.util.Locale;

/// When a change is to count.
public enum Moment {
    /// Stored: from the next start on.
    AT_START,
    /// Stored, and a running guest goes on with it after a short pause.
    NOW,
    /// For one run: stored nowhere, and over at power-off.
    THIS_RUN;

    /// As it stands in names of words.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
