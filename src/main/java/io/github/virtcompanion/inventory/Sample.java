package io.github.virtcompanion.inventory;

/// What a machine did between two looks. NaN stands for what is not known.
///
/// @param at          System.nanoTime of the later look
/// @param cpu         percent of its vCPUs
/// @param hostCpu     percent of the host's CPUs
/// @param memory      percent of its memory that is used: as the guest reports it, else as its process has it in the host's memory
/// @param usedKiB     the same in KiB
/// @param guestTold   the guest reports it
/// @param read        bytes a second from all its disks
/// @param written     bytes a second to all its disks
/// @param writes      writes a second
/// @param flushes     flushes a second
/// @param flushMillis time that one flush took
/// @param flushing    percent of the time in which a flush was under way; of several at a time the sum, at most 100
/// @param received    bytes a second from the network
/// @param sent        bytes a second to the network
public record Sample(long at, float cpu, float hostCpu, float memory, float usedKiB, boolean guestTold, float read, float written, float writes,
                     float flushes, float flushMillis, float flushing, float received, float sent) {
    public float disk() {
        return read + written;
    }

    public float network() {
        return received + sent;
    }
}
