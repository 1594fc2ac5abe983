package io.github.virtcompanion.model;

/// What libvirt tells of its host beside KVM, for hosts whose files are not read.
///
/// @param arch  of its processor: `x86_64`
/// @param board from the firmware's tables (virConnectGetSysinfo)
/// @param node  processors and memory (virNodeGetInfo)
public record HostReport(Fact<String> arch, HostFacts.Board board, Fact<java.util.List<StoragePool>> pools, Fact<NodeInfo> node) {
    public static HostReport notAsked(Message why) {
        Fact<String> unknown = Fact.unknown(why);
        return new HostReport(unknown, new HostFacts.Board(unknown, unknown, unknown, unknown, unknown), Fact.unknown(why), Fact.unknown(why));
    }
}
