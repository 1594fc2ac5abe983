package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.VolumeInfo;

/// Disk images, as libvirt's storage knows them.
public interface ImageStore {
    /// What libvirt's storage knows of an image; unknown where no pool holds it.
    Fact<VolumeInfo> volume(String path) throws FailedException;

    /// Puts a file where there is none, through libvirt's storage: on its host, wherever that is.
    ///
    /// @param path below a directory that is there
    /// @return false where there is one: it stays as it is
    boolean createVolume(String path, byte[] content) throws FailedException;

    /// Deletes a file if it has that size; one that is not there need not be deleted.
    void deleteVolume(String path, long bytes) throws FailedException;

    /// Deletes a disk image for good, through libvirt's storage.
    void deleteVolume(String path) throws FailedException;
}
