package io.github.virtcompanion.cli;

import io.github.virtcompanion.bench.Benchmark;
import io.github.virtcompanion.bench.Recordings;
import io.github.virtcompanion.change.Batches;
import io.github.virtcompanion.change.Changes;
import io.github.virtcompanion.change.LiveChanges;
import io.github.virtcompanion.change.RunWatch;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.HostSource;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.system.PlainFiles;
import io.github.virtcompanion.words.Words;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// What the commands work with, given by the composition root.
///
/// @param sources    the connections to use where none is named
/// @param hostBelow  reads a host's facts below a directory instead of `/`
/// @param demo       opens the window on the demo host; gives the exit code
/// @param version    of this program and of libvirt
public record Tools(Words words, Supplier<List<ConnectionSpec>> sources, Function<List<ConnectionSpec>, Inventory> inventory,
                    Function<Path, HostSource> hostBelow, Changes changes, LiveChanges live, RunWatch runs, Batches batches, PlainFiles files, Benchmark benchmark, Recordings recordings, Capturing capture,
                    IntSupplier demo, Supplier<String> version) {
    /// Writes this host's facts to a file.
    @FunctionalInterface
    public interface Capturing {
        /// @param view   what libvirt says of KVM
        /// @param images paths of the machines' disk images
        void write(Path file, LibvirtView view, Set<String> images) throws FailedException;
    }
}
