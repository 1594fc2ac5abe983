package io.github.virtcompanion.cli;

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
import java.util.ArrayList;
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

    /// Tells of all others.
    private static final String COMPLETION = "completion";
    /// In the order in which they are listed.
    private static final List<String> COMMANDS = List.of("list", "check", "show", "set", "switch", "finish", "undo", "redo", "history", "restore", "edit", "settings", COMPLETION, "bench", "meter", "capture", "demo");

    /// Needs no command.
    private static final List<String> VERSION = List.of("--version", "-V");

    private final Tools tools;

    public Cli(Tools tools) {
        this.tools = tools;
    }

    /// @return the exit code
    public int run(PrintWriter out, PrintWriter err, String... typed) {
        String[] arguments = commandFirst(typed);
        CommandLine line = new CommandLine(new Root());
        for (String name : wanted(arguments)) line.addSubcommand(command(name));
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
        out.flush();
        err.flush();
        return exit;
    }

    /// virsh has its connection before the command, and who knows that types it so.
    private static String[] commandFirst(String... typed) {
        int at = 0;
        while (at < typed.length && typed[at].matches("-c.*|--connect(=.*)?")) at += typed[at].matches("-c|--connect") ? 2 : 1;
        if (at == 0 || at >= typed.length || !COMMANDS.contains(typed[at])) return typed;
        List<String> all = new ArrayList<>(List.of(typed));
        all.addFirst(all.remove(at));
        return all.toArray(String[]::new);
    }

    /// The one that is named; all where none is, for a list or a suggestion. Each takes picocli some milliseconds to find out about.
    private static List<String> wanted(String... arguments) {
        if (arguments.length == 1 && VERSION.contains(arguments[0])) return List.of();
        return arguments.length > 0 && COMMANDS.contains(arguments[0]) && !arguments[0].equals(COMPLETION) ? List.of(arguments[0]) : COMMANDS;
    }

    private Object command(String name) {
        return switch (name) {
            case "list" -> new ListCommand(tools);
            case "check" -> new CheckCommand(tools);
            case "show" -> new ShowCommand(tools);
            case "set" -> new SetCommand(tools);
            case "switch" -> new SwitchCommand(tools);
            case "finish" -> new FinishCommand(tools);
            case "undo" -> new UndoCommand(tools);
            case "redo" -> new RedoCommand(tools);
            case "history" -> new HistoryCommand(tools);
            case "restore" -> new RestoreCommand(tools);
            case "edit" -> new EditCommand(tools);
            case "settings" -> new SettingsCommand(tools);
            case COMPLETION -> new CompletionCommand(tools);
            case "bench" -> new BenchCommand(tools);
            case "meter" -> new MeterCommand(tools);
            case "capture" -> new CaptureCommand(tools);
            case "demo" -> new DemoCommand(tools);
            default -> throw new IllegalArgumentException(name);
        };
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
