package io.github.virtcompanion.model;

import java.util.Optional;

/// One `<disk>` of a domain definition.
///
/// @param target     the name inside the guest: `vda`
/// @param device     `disk`, `cdrom`, `floppy` or `lun`
/// @param sourceType `file`, `block`, `network`, `volume`, …
/// @param source     path of the image or block device where there is one; `pool/volume` for volumes
/// @param format     `qcow2`, `raw`, …
/// @param cache      as written; [CacheMode#DEFAULT] where the attribute is absent
/// @param cacheWord  libvirt's word as written, kept where it is none we know
/// @param io         `native`, `threads`, `io_uring` where given
public record Disk(String target, String device, String sourceType, Optional<String> source, Optional<String> format,
                   String bus, CacheMode cache, String cacheWord, Optional<String> io, boolean readOnly, boolean shareable) {

    /// What QEMU will do: the default is writeback, or none where libvirt forces it (qemuDomainPrepareDiskCachemode).
    public CacheMode effectiveCache() {
        if (cache != CacheMode.DEFAULT) return cache;
        return shareable && !readOnly ? CacheMode.NONE : CacheMode.WRITEBACK;
    }

    /// A disk that is written to, so that its cache mode matters.
    public boolean written() {
        return !readOnly && (device.equals("disk") || device.equals("lun"));
    }
}
