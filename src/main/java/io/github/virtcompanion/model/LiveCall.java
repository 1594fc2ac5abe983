package io.github.virtcompanion.model;

import java.util.List;
import java.util.Optional;

/// One thing that libvirt changes in a running machine by a call of its own, without saving and resuming it.
public sealed interface LiveCall {
    /// Numbers and texts that libvirt takes together (virTypedParameter).
    ///
    /// @param of the disk or device that they are about; empty for the machine
    record Tune(Knobs knobs, String of, List<Parameter> values) implements LiveCall {
        public Tune {
            values = List.copyOf(values);
        }
    }

    /// Which call takes them.
    enum Knobs {
        /// virDomainSetSchedulerParametersFlags.
        SCHEDULER,
        /// virDomainSetMemoryParameters.
        MEMORY,
        /// virDomainSetBlkioParameters.
        BLKIO,
        /// virDomainSetNumaParameters.
        NUMA,
        /// virDomainSetBlockIoTune.
        DISK
    }

    /// @param name as in libvirt's headers: `cpu_shares`
    record Parameter(String name, Type type, long number, String text) {}

    /// VIR_TYPED_PARAM_UINT, _LLONG, _ULLONG and _STRING.
    enum Type { UINT, LLONG, ULLONG, STRING }

    /// @param cpus the host's; empty for all of them
    record Pin(Thread thread, int id, Optional<List<Integer>> cpus) implements LiveCall {
        public Pin {
            cpus = cpus.map(List::copyOf);
        }
    }

    /// What of QEMU's can be pinned.
    enum Thread { VCPU, EMULATOR, IOTHREAD }

    /// The guest is asked to give back or take memory; it does so in its own time.
    record Balloon(long kib) implements LiveCall {}

    record Processors(int count) implements LiveCall {}

    record StatsPeriod(int seconds) implements LiveCall {}

    /// @param event  0 power-off, 1 reboot, 2 crash (virDomainLifecycle)
    /// @param action virDomainLifecycleAction
    record Lifecycle(int event, int action) implements LiveCall {}

    /// A device with other values, found by its address or target.
    record Device(String xml) implements LiveCall {}

    record IoThread(int id, boolean there) implements LiveCall {}

    /// @param title not the description
    record Words(boolean title, Optional<String> text) implements LiveCall {}
}
