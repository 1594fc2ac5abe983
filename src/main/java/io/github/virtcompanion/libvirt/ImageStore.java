package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.VolumeInfo;

/// Disk images, as libvirt's storage knows them.
public interface ImageStore {
    /// What libvirt's storage knows of an image; unknown where no pool holds it.
    Fact<VolumeInfo> volume(String path) throws FailedException;

    /// Deletes a disk image for good, through libvirt's storage.
    void deleteVolume(String path) throws FailedException;
}
