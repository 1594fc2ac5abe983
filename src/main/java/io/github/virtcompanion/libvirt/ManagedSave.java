package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.SaveProgress;

import java.util.Optional;

/// Saves a guest's memory where libvirt resumes it from at the next start. What is saved there is in [DomainReader#managedSaveXml].
public interface ManagedSave {
    void managedSave(String uuid) throws FailedException;

    /// How far the save of a guest that is under way on another thread has come; empty where none is.
    Optional<SaveProgress> saveProgress(String uuid) throws FailedException;

    /// Ends the save that is under way on another thread: its call fails, and the guest goes on.
    void abortJob(String uuid) throws FailedException;

    void managedSaveRemove(String uuid) throws FailedException;

    /// Changes the definition that the guest will resume with; libvirt refuses what the saved guest would notice (type, CPU, devices).
    void defineManagedSave(String uuid, String xml) throws FailedException;
}
