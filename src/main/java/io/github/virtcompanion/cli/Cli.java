package io.github.virtcompanion.cli;

import io.github.virtcompanion.change.Outcome;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.words.Words;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.ResourceBundle;

/// All commands. Their words are in `cli.properties`.
public final class Cli {
    /// Done, or nothing to do.
    public static final int OK = 0;
    /// Refused, failed in part, or (check) findings.
    public static final int FAILED = 1;
    /// Wrong words on the command line, or nothing could be looked at.
    public static final int COULD_NOT = 2;

    private final Tools tools;

    public Cli(Tools tools) {
        this.tools = tools;
    }

    /// @return the exit code
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Root());
        line.addSubcommand(new ListCommand(tools));
        line.addSubcommand(new CheckCommand(tools));
        line.addSubcommand(new ShowCommand(tools));
        line.addSubcommand(new SetCommand(tools));
        line.addSubcommand(new SwitchCommand(tools));
        line.addSubcommand(new FinishCommand(tools));
        line.addSubcommand(new UndoCommand(tools));
        line.addSubcommand(new RedoCommand(tools));
        line.addSubcommand(new HistoryCommand(tools));
        line.addSubcommand(new RestoreCommand(tools));
        line.addSubcommand(new EditCommand(tools));
        line.addSubcommand(new SettingsCommand(tools));
        line.addSubcommand(new CompletionCommand(tools));
        line.addSubcommand(new BenchCommand(tools));
        line.addSubcommand(new MeterCommand(tools));
        line.addSubcommand(new CaptureCommand(tools));
        line.addSubcommand(new DemoCommand(tools));
        line.setResourceBundle(ResourceBundle.getBundle("io.github.virtcompanion.words.cli", tools.words().locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
        describe(line.getCommandSpec(), "virt-companion");
        line.getSubcommands().forEach((name, command) -> describe(command.getCommandSpec(), name));
        line.getCommandSpec().versionProvider(() -> new String[]{tools.version().get()});
        line.setOut(out).setErr(err);
        line.setExecutionExceptionHandler((e, _, _) -> explain(err, e));
        line.setParameterExceptionHandler((e, _) -> explain(err, e));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        int exit = line.execute(arguments);
        for (Outcome outcome : tools.changes().confirm()) {
            out.println(tools.words().say(outcome.summary()));
            outcome.failure().ifPresent(failure -> say(tools, err, failure));
            if (!outcome.done()) exit = Math.max(exit, FAILED);
        }
        out.flush();
        err.flush();
        return exit;
    }

    private void describe(CommandSpec spec, String name) {
        spec.usageMessage().description(tools.words().say("cli.command." + name)).synopsisHeading(tools.words().say("cli.usage") + " ")
                .optionListHeading("%n" + tools.words().say("cli.options") + "%n").commandListHeading("%n" + tools.words().say("cli.commands") + "%n")
                .parameterListHeading("%n");
    }

    private int explain(PrintWriter err, CommandLine.ParameterException e) {
        Misuse.words(e).ifPresent(words -> err.println(tools.words().say(words)));
        List<String> meant = Misuse.meant(e);
        if (meant.isEmpty()) e.getCommandLine().usage(err);
        else err.println(tools.words().say("cli.misuse.meant", String.join(", ", meant)));
        err.flush();
        return COULD_NOT;
    }

    private int explain(PrintWriter err, Exception e) throws Exception {
        if (e instanceof InvalidPathException path) {
            say(tools, err, new Failure(Message.of("cli.path", path.getInput()), Message.of("cli.path.next"), ""));
            return COULD_NOT;
        }
        if (!(e instanceof FailedException failed)) throw e;
        say(tools, err, failed.failure());
        return COULD_NOT;
    }

    /// What happened, what to do next, and whose words it rests on.
    static void say(Tools tools, PrintWriter err, Failure failure) {
        say(tools.words(), err, failure);
    }

    /// The same before there is a command.
    public static void say(Words words, PrintWriter err, Failure failure) {
        err.println(words.say(failure.what()));
        err.println(words.say(failure.nextStep()));
        if (!failure.details().isBlank()) err.println(words.say(Message.of("cli.details", failure.details().strip())));
        err.flush();
    }

    @Command(name = "virt-companion", subcommands = {})
    static final class Root implements Runnable {
        @Spec
        private CommandSpec spec;

        @Option(names = {"-h", "--help"}, usageHelp = true, descriptionKey = "cli.option.help")
        private boolean help;

        @Option(names = {"-V", "--version"}, versionHelp = true, descriptionKey = "cli.option.version")
        private boolean version;

        @Override
        public void run() {
            throw new CommandLine.ParameterException(spec.commandLine(), "");
        }
    }
}
