package io.github.virtcompanion.cli;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.Evidence;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.advice.Rules;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Virtualization;
import io.github.virtcompanion.system.SystemFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// `virt-companion check`: the diagnosis and all advice.
@Command(name = "check")
final class CheckCommand extends Connected implements Callable<Integer> {
    /// The host whose files lie below the directory, whatever its machines are read from.
    private static final ConnectionSpec BELOW = ConnectionSpec.of("qemu:///system");
    private static final LibvirtView NOT_ASKED = LibvirtView.notAsked(Fact.unknown("inventory.view.not-asked"));

    @Option(names = "--root", paramLabel = "DIR", descriptionKey = "cli.option.root")
    private Path root;

    @Option(names = "--json", descriptionKey = "cli.option.json")
    private boolean json;

    @Option(names = "--ssh", descriptionKey = "cli.option.ssh")
    private boolean ssh;

    CheckCommand(Tools tools) {
        super(tools);
    }

    /// A finding and the machine it is about; none for the host's own.
    record Located(Finding finding, Optional<Machine> machine, String connection) {}

    @Override
    public Integer call() throws FailedException {
        if (root != null) tools.files().expectAnswer(root);
        // An empty tree would only say that nothing is known; a wrong name should say that it is wrong.
        if (root != null && new SystemFiles(root).list("/") instanceof Fact.Unknown<List<String>>(Message reason))
            throw new Failure(Message.of("cli.check.no-root", root, reason), Message.of("cli.check.no-root.next"), "").asException();
        return root != null && uris.isEmpty() ? files() : machines();
    }

    /// Only a captured tree: nothing of the real host, libvirt included.
    private int files() throws FailedException {
        Host host = tools.hostBelow().apply(root).read(BELOW, NOT_ASKED, Set.of());
        return report(host, Rules.about(host, List.of()).stream().map(finding -> new Located(finding, Optional.empty(), BELOW.uri())).toList());
    }

    private int machines() throws FailedException {
        try (Inventory inventory = ssh ? openAll((uris.isEmpty() ? tools.sources().get() : uris.stream().map(ConnectionSpec::of).toList()).stream().map(ConnectionSpec::withFilesOverSsh).toList()) : open(uris)) {
            inventory.judged().join();
            List<Connection> open = connected(inventory);
            if (open.isEmpty()) {
                if (!uris.isEmpty()) return Cli.COULD_NOT;
                // Without libvirt there are no machines to look at, but KVM can be judged all the same.
                root = Path.of("/");
                return files();
            }
            List<Located> all = new ArrayList<>();
            Optional<Host> first = Optional.empty();
            for (Connection connection : open) {
                Fact<Host> host = root == null ? connection.host() : below(connection);
                if (!(host instanceof Fact.Known<Host>(Host known, String _))) continue;
                if (first.isEmpty()) first = Optional.of(known);
                Rules.about(known, connection.machines()).forEach(finding -> all.add(new Located(finding, Optional.empty(), connection.uri())));
                for (Machine machine : connection.machines()) Rules.about(known, machine).forEach(finding -> all.add(new Located(finding, Optional.of(machine), connection.uri())));
            }
            if (first.isEmpty()) {
                explain(new Failure(Message.of("cli.check.no-host"), Message.of("cli.nothing-open.next"), ""));
                return Cli.COULD_NOT;
            }
            return report(first.get(), all);
        }
    }

    private Fact<Host> below(Connection connection) throws FailedException {
        Set<String> paths = new HashSet<>();
        connection.machines().forEach(machine -> machine.stored().toOptional().ifPresent(stored -> stored.disks().forEach(disk -> disk.source().ifPresent(paths::add))));
        return Fact.known(tools.hostBelow().apply(root).read(BELOW, NOT_ASKED, paths), root.toString());
    }

    private int report(Host host, List<Located> findings) {
        if (json) out().println(JSON.toJson(new CheckJson(tools.words()).of(host, findings)));
        else print(host, findings);
        if (!findings.isEmpty()) return Cli.FAILED;
        // "Nothing to do" would be a claim; a script must be able to tell it from "not known".
        return host.virtualization().verdict() == Virtualization.Verdict.UNKNOWN ? Cli.COULD_NOT : Cli.OK;
    }

    private void print(Host host, List<Located> findings) {
        Virtualization virtualization = host.virtualization();
        tell(say("cli.check.virtualization", virtualization.verdict().word(), say("cli.certainty." + virtualization.certainty().word())));
        tell("  " + say(virtualization.summary()));
        virtualization.evidence().forEach(evidence -> tell("  - " + line(evidence)));
        virtualization.steps().forEach(step -> {
            tell("  → " + say(step.words()));
            if (!step.command().isEmpty()) tell("      " + step.command());
        });
        for (Located located : findings) {
            Finding finding = located.finding();
            out().println();
            tell((finding.subject().isEmpty() ? "" : finding.subject() + ": ") + say(finding.title()) + "  [" + finding.id() + "]");
            tell("  " + say(finding.because()));
            // The host's own finding rests on the verdict's evidence, which stands above.
            if (!finding.evidence().equals(virtualization.evidence())) finding.evidence().forEach(evidence -> tell("  - " + line(evidence)));
            String change = CheckJson.command(located);
            if (!change.isEmpty()) tell("  → virt-companion " + change);
        }
    }

    private void tell(String text) {
        out().println(Terminal.plain(text));
    }

    private String line(Evidence evidence) {
        return say("cli.check.evidence", evidence.what(), evidence.value()) + (evidence.source().isEmpty() ? "" : " (" + evidence.source() + ")");
    }
}
