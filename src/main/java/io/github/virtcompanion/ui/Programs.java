package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.FailedException;

import java.util.List;

/// Starts another program and lets it be.
@FunctionalInterface
public interface Programs {
    /// @throws FailedException where it is not installed or does not start
    void start(List<String> command) throws FailedException;
}
