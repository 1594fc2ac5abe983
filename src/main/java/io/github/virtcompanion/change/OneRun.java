package io.github.virtcompanion.change;

import java.util.List;

/// A run with values that are stored nowhere, whose end is to be seen to: its images are flushed, and a guest that only wanted to reboot is
/// started again.
///
/// @param images files and devices that the guest writes to without flushing them; none where it flushes
record OneRun(String connection, String uuid, String machine, List<String> images) {
    OneRun {
        images = List.copyOf(images);
    }
}
