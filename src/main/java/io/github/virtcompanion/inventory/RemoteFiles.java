package io.github.virtcompanion.inventory;

import io.github.virtcompanion.host.RemoteTree;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.BundledTree;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Ssh;
import io.github.virtcompanion.system.SystemFiles;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/// Reads another host: its files through ssh where its user has agreed, else what libvirt tells. This machine's own host is
/// left to another source.
public final class RemoteFiles implements HostSource {
    private final HostSource local;
    private final Commands commands;
    private final SshConsent consent;

    /// @param commands of this machine, to run ssh
    public RemoteFiles(HostSource local, Commands commands, SshConsent consent) {
        this.local = local;
        this.commands = commands;
        this.consent = consent;
    }

    @Override
    public Host read(ConnectionSpec spec, LibvirtView view, Set<String> imagePaths) throws FailedException {
        if (spec.kind() != ConnectionSpec.Kind.REMOTE || !readsFilesOverSsh(spec)) return local.read(spec, view, imagePaths);
        try {
            return overSsh(spec, view, imagePaths);
        } catch (FailedException e) {
            return ToldHost.of(spec.uri(), view, imagePaths, e.failure().what());
        }
    }

    private Host overSsh(ConnectionSpec spec, LibvirtView view, Set<String> imagePaths) throws FailedException {
        String mark = "=" + UUID.randomUUID() + "=";
        Fact<String> printed = Ssh.to(spec.uri(), commands).run(RemoteTree.script(mark, imagePaths));
        if (!(printed instanceof Fact.Known<String>(String text, String _))) return ToldHost.of(spec.uri(), view, imagePaths, ((Fact.Unknown<String>) printed).reason());
        Optional<SortedMap<String, byte[]>> entries = RemoteTree.parse(text, mark);
        if (entries.isEmpty()) return ToldHost.of(spec.uri(), view, imagePaths, Message.of("inventory.ssh.cut-short"));
        try (BundledTree tree = BundledTree.of(entries.get())) {
            SystemFiles files = new SystemFiles(tree.directory());
            return new HostFiles(files, new Commands(files)).read(spec.uri(), view.withFilesOf(spec.uri()), imagePaths);
        }
    }

    @Override
    public Map<String, Instant> runningSince(ConnectionSpec spec) {
        return local.runningSince(spec);
    }

    @Override
    public String signature(ConnectionSpec spec) {
        return spec.kind() == ConnectionSpec.Kind.REMOTE ? "" : local.signature(spec);
    }

    @Override
    public boolean readsFilesOverSsh(ConnectionSpec spec) {
        return Ssh.possible(spec.uri()) && (spec.filesOverSsh() || consent.given(spec.uri()));
    }

    @Override
    public void readFilesOverSsh(ConnectionSpec spec, boolean agreed) throws FailedException {
        if (!Ssh.possible(spec.uri())) HostSource.super.readFilesOverSsh(spec, agreed);
        consent.give(spec.uri(), agreed);
    }
}
