package io.github.virtcompanion.bench;

/// What a machine wrote, with its name.
public record Recording(String uuid, String machine, Meter meter) {}
