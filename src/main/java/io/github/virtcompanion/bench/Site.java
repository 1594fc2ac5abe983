package io.github.virtcompanion.bench;

import io.github.virtcompanion.model.Message;

import java.util.List;
import java.util.Optional;

/// Where it is measured: in the directory that was asked for or, where that is closed to this user, in another one of the
/// same file system. Never on another disk.
///
/// @param wanted     the directory asked for
/// @param directory  the one that is written in
/// @param fileSystem `btrfs`
/// @param device     `/dev/md0`, `server:/export`
/// @param identity   of the file system, the same after the next start of the host
/// @param noCow      the attribute +C to be set or taken away, so that the scratch image is like those it stands for; empty
///                   where it is so by itself
/// @param image      the kind of the image that was asked for in place of a directory
/// @param administrator the directory asked for is closed, and polkit can be asked for a place in it
/// @param notes      what the user should know
/// @param questions  what the user has to agree to first
public record Site(String wanted, String directory, String fileSystem, String device, String identity, Optional<Boolean> noCow, Optional<ImageKind> image, boolean administrator,
                   List<Message> notes, List<Message> questions) {
    public Site {
        notes = List.copyOf(notes);
        questions = List.copyOf(questions);
    }

    /// Nothing but asking polkit leads to its file system.
    public boolean onlyAsAdministrator() {
        return administrator && !elsewhere();
    }

    public boolean elsewhere() {
        return !wanted.equals(directory);
    }

    /// Of a scratch image in this format: with the clusters of the image that was asked for, where it is one of them.
    public ImageKind kind(String format) {
        return image.filter(like -> like.format().equals(format)).orElseGet(() -> ImageKind.of(format));
    }
}
