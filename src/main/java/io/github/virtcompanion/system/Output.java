package io.github.virtcompanion.system;

import java.util.List;

/// What a command left behind.
///
/// @param exit the exit code
/// @param out  standard output, at most 8 MiB of it
/// @param err  standard error, likewise
public record Output(int exit, String out, String err) {
    public boolean ok() {
        return exit == 0;
    }

    public List<String> lines() {
        return out.lines().toList();
    }
}
