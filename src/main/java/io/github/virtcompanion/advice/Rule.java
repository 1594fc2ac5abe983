package io.github.virtcompanion.advice;

import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.Machine;

import java.util.stream.Stream;

/// One topic of advice about a machine. Silent where a fact it needs is not known.
@FunctionalInterface
interface Rule {
    Stream<Finding> about(Host host, Machine machine);
}
