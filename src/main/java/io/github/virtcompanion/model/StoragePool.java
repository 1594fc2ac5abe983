package io.github.virtcompanion.model;

/// A storage pool as libvirt describes it.
///
/// @param type   `dir`, `fs`, `netfs`, `logical`, `zfs`, …
/// @param path   where its volumes appear; empty where none is told
/// @param format of its source: the file system of `fs` and `netfs`; empty or `auto` where not told
/// @param source device, or `host:/directory`; empty where not told
public record StoragePool(String name, String type, String path, String format, String source) {
    /// The volume lies in the pool's own directory, not in one below it where something else could be mounted.
    public boolean holds(String image) {
        return !path.isEmpty() && image.startsWith(path + "/") && image.indexOf('/', path.length() + 1) < 0;
    }
}
