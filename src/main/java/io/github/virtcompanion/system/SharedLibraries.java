package io.github.virtcompanion.system;

import io.github.virtcompanion.model.Fact;

import java.util.List;

/// Libraries of the system, as the dynamic linker knows them.
public final class SharedLibraries {
    private static final List<String> LIST = List.of("/sbin/ldconfig", "-p");

    private SharedLibraries() {}

    /// Those of `names` that are not installed; none where that cannot be known.
    public static List<String> missing(Commands commands, List<String> names) {
        return commands.run(LIST, Commands.SMALL) instanceof Fact.Known<Output>(Output output, String _) && output.ok()
                ? missing(output.lines(), names) : List.of();
    }

    /// @param known lines of `ldconfig -p`: `	libc.so.6 (libc6,x86-64) => /lib/x86_64-linux-gnu/libc.so.6`
    static List<String> missing(List<String> known, List<String> names) {
        return names.stream().filter(name -> known.stream().noneMatch(line -> line.strip().startsWith(name + " "))).toList();
    }
}
