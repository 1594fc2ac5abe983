package io.github.virtcompanion.cli;

import io.github.virtcompanion.model.Assignment;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.options.Catalogue;
import io.github.virtcompanion.options.OfflineEdit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `virt-companion edit SETTING=VALUE... FILE...`: the same edits on files, without libvirt.
@Command(name = "edit")
final class EditCommand extends Shared implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "SETTING=VALUE|FILE", descriptionKey = "cli.parameter.settings-and-files")
    private List<String> words;

    EditCommand(Tools tools) {
        super(tools);
    }

    @Override
    public Integer call() throws FailedException, IOException {
        List<Assignment> assignments = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        // Settings come first, so that a file may have an equals sign in its name.
        for (String word : words) {
            if (files.isEmpty() && word.matches("[A-Za-z_][^/=]*=.*")) assignments.add(Catalogue.parse(word));
            else files.add(Path.of(word));
        }
        if (assignments.isEmpty()) throw new Failure(Message.of("cli.set.no-setting"), Message.of("cli.set.no-setting.next"), "").asException();
        return files.isEmpty() ? standardInput(assignments) : files(assignments, files);
    }

    private int standardInput(List<Assignment> assignments) throws IOException {
        try {
            OfflineEdit.Result result = inMemory(() -> OfflineEdit.apply(System.in.readAllBytes(), assignments));
            System.out.write(result.bytes());
            System.out.flush();
            result.notes().forEach(note -> err().println(say(note)));
            return Cli.OK;
        } catch (FailedException e) {
            explain(e.failure());
            return Cli.FAILED;
        }
    }

    /// Reads and edits.
    private interface Editing {
        OfflineEdit.Result edit() throws FailedException, IOException;
    }

    /// Memory has an end, and what was taken for one file is free again for the next.
    private static OfflineEdit.Result inMemory(Editing editing) throws FailedException, IOException {
        try {
            return editing.edit();
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw new Failure(Message.of("cli.edit.too-large"), Message.of("cli.edit.too-large.next"), e.toString()).asException();
        }
    }

    private int files(List<Assignment> assignments, List<Path> files) throws IOException {
        boolean well = true;
        for (Path file : files) {
            try {
                tools.files().expectAnswer(file);
                OfflineEdit.Result result = inMemory(() -> OfflineEdit.apply(tools.files().read(file), assignments));
                tools.files().replace(file, result.bytes());
                result.notes().forEach(note -> err().println(file + ": " + say(note)));
            } catch (FailedException e) {
                err().print(file + ": ");
                explain(e.failure());
                well = false;
            }
        }
        return well ? Cli.OK : Cli.FAILED;
    }
}
