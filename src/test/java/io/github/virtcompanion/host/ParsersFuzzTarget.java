package io.github.virtcompanion.host;

import io.github.virtcompanion.bench.QemuImgBench;
import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.OfflineEdit;
import io.github.virtcompanion.xml.CapabilitiesReader;
import io.github.virtcompanion.xml.DefinitionReader;
import io.github.virtcompanion.xml.DomainCapabilitiesReader;
import io.github.virtcompanion.xml.PoolReader;
import io.github.virtcompanion.xml.SnapshotReader;
import io.github.virtcompanion.xml.SysinfoReader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What Jazzer throws bytes at: the first byte chooses a parser, the rest is its input. Whatever it is, it is read or refused
/// with a reason.
public final class ParsersFuzzTarget {
    private static final List<Assignment> EDITS = List.of(new Assignment("disk.*.cache", "unsafe"), new Assignment("type", "kvm"), new Assignment("title", "<&'\">"));

    /// One parser.
    interface Parser {
        void read(byte[] bytes, String text, List<String> lines) throws FailedException;
    }

    static final List<Parser> PARSERS = List.of(
            (_, _, lines) -> CpuInfo.parse(lines),
            (_, _, lines) -> MdStat.parse(lines),
            (_, _, lines) -> Mounts.parse(lines).at("/var/lib/libvirt/images/a b.img"),
            (_, _, lines) -> Mounts.parseOld(lines).at("/a/b"),
            (_, _, lines) -> RawCpuid.parse(lines),
            (_, _, lines) -> KernelLog.parse(lines),
            (_, _, lines) -> Modules.parse(lines),
            (_, _, lines) -> ModuleBlocks.parse("/etc/modprobe.d/x.conf", lines),
            (_, text, _) -> ModuleBlocks.parseCommandLine(text),
            (_, text, _) -> Attributes.parse(text, "/a"),
            (_, text, _) -> Msr.parse(text, true),
            (bytes, _, _) -> Qcow2Header.parse(bytes),
            (_, _, lines) -> RecordedImages.parse(lines),
            (_, _, lines) -> RecordedLibvirt.parse(lines),
            (_, text, _) -> RemoteTree.parse(text, "=m="),
            (_, text, _) -> DefinitionReader.read(text),
            (_, text, _) -> CapabilitiesReader.read(text),
            (_, text, _) -> DomainCapabilitiesReader.read(text),
            (_, text, _) -> SnapshotReader.read(text),
            (_, text, _) -> PoolReader.read(text),
            (_, text, _) -> SysinfoReader.read(text, "x"),
            (bytes, _, _) -> OfflineEdit.apply(bytes, EDITS),
            (_, text, _) -> Catalogue.parse(text),
            (_, text, _) -> QemuImgBench.parse(0, text, text));

    private ParsersFuzzTarget() {}

    /// Called by Jazzer; any exception out of here is a finding.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) return;
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            PARSERS.get((input[0] & 0xff) % PARSERS.size()).read(bytes, text, text.lines().toList());
        } catch (FailedException e) {
            if (e.failure().what().key().isBlank()) throw new AssertionError("refused without a reason", e);
        }
    }
}
