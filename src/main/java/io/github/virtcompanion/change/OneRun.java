package io.github.virtcompanion.change;

import java.util.List;

/// A run with values that are stored nowhere, whose images are to be flushed when it ends.
///
/// @param images files and devices that the guest writes to
record OneRun(String connection, String uuid, String machine, List<String> images) {
    OneRun {
        images = List.copyOf(images);
    }
}
