package io.github.virtcompanion.change;

import io.github.virtcompanion.model.DomainInfo;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything a [LivePlan] is made from, read at one moment.
///
/// @param driver        libvirt's: only QEMU can do it
/// @param liveXml       what it runs with, where it runs
/// @param savedXml      what it was saved with and will go on with, where it is off and has a saved state
/// @param neverFlushing disks whose guest, as far as this program knows, was started without a write cache to flush
/// @param underWay      an earlier change of this kind was cut off and not yet settled
/// @param local         the images are files of this host
/// @param freeBytes     where libvirt saves guests
/// @param gone          files that QEMU has opened and would open again, and that are no longer there
record LiveSituation(String connection, String driver, DomainInfo info, String storedXml, Optional<String> liveXml, Optional<String> savedXml, boolean readOnly,
                     Set<String> neverFlushing, boolean underWay, boolean local, Fact<Long> freeBytes, Pace pace, Set<String> gone) {
    LiveSituation {
        neverFlushing = Set.copyOf(neverFlushing);
        gone = Set.copyOf(gone);
    }

    LiveSituation(String connection, String driver, DomainInfo info, String storedXml, Optional<String> liveXml, boolean readOnly,
                  Set<String> neverFlushing, boolean underWay, boolean local, Fact<Long> freeBytes, Pace pace) {
        this(connection, driver, info, storedXml, liveXml, Optional.empty(), readOnly, neverFlushing, underWay, local, freeBytes, pace, Set.of());
    }

    /// Of what is gone, the kernels that another will do for while the guest is resumed.
    List<String> standIns() throws FailedException {
        return liveXml.isPresent() ? StandIns.of(liveXml.get(), gone) : List.of();
    }

    /// What its guest goes on with: running, or saved.
    Optional<String> guestXml() {
        return liveXml.or(() -> savedXml);
    }
}
