package io.github.virtcompanion.system;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The host of a `…+ssh://` connection, reached as libvirt itself reaches it: the user's own ssh with his keys and his
/// configuration (libvirt: docs/uri.rst, virNetSocketNewConnectSSH). It never asks for anything: no password, no new host key.
public final class Ssh {
    private static final Pattern URI = Pattern.compile("[a-z]+\\+ssh://(?:(?<user>[^@/?#]*)@)?(?<host>\\[[0-9A-Fa-f:.%A-Za-z]+]|[^:/?#\\[\\]]+)(?::(?<port>\\d{1,5}))?(?:/[^?#]*)?(?:\\?(?<query>[^#]*))?");
    /// Whatever could be taken for an option, or mean something to a shell on the way, is refused.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,254}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9_.-]{1,15})?");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.@\\\\$+-]{0,254}");
    private static final Pattern PATH = Pattern.compile("[^-\\p{Cntrl}][^\\p{Cntrl}]{0,4095}");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Commands commands;
    private final List<String> command;

    private Ssh(Commands commands, List<String> command) {
        this.commands = commands;
        this.command = command;
    }

    public static boolean possible(String uri) {
        return uri.matches("[a-z]+\\+ssh://[^/].*");
    }

    /// @throws FailedException the URI has a host, user or file that no honest one has
    public static Ssh to(String uri, Commands commands) throws FailedException {
        return new Ssh(commands, command(uri));
    }

    static List<String> command(String uri) throws FailedException {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) throw refused(uri);
        Map<String, String> parameters = parameters(uri, matcher.group("query"));
        String host = matcher.group("host");
        List<String> command = new ArrayList<>(List.of(checked(PATH, parameters.getOrDefault("command", "ssh"), uri),
                "-T", "-e", "none", "-x", "-a", "-o", "BatchMode=yes", "-o", "ConnectTimeout=5", "-o", "ClearAllForwardings=yes"));
        if (matcher.group("port") != null) command.addAll(List.of("-p", matcher.group("port")));
        if (matcher.group("user") != null && !matcher.group("user").isEmpty()) command.addAll(List.of("-l", checked(USER, decoded(matcher.group("user"), uri), uri)));
        if (parameters.containsKey("keyfile")) command.addAll(List.of("-i", checked(PATH, parameters.get("keyfile"), uri)));
        if (parameters.getOrDefault("no_verify", "0").matches("0*[1-9]\\d*")) command.addAll(List.of("-o", "StrictHostKeyChecking=no"));
        command.addAll(List.of("--", host.startsWith("[") ? checked(ADDRESS, decoded(host.substring(1, host.length() - 1), uri), uri) : checked(NAME, host, uri), "sh"));
        return List.copyOf(command);
    }

    /// Runs a POSIX shell script there. It travels by standard input, so that no shell on the way sees it as an argument.
    ///
    /// @return what it printed, at most 8 MiB; unknown, with ssh's own words, where it could not be run to its end in time
    public Fact<String> run(String script) {
        Fact<Output> said = commands.run(command, script, PATIENCE);
        if (!(said instanceof Fact.Known<Output>(Output output, String source))) return said.map(_ -> null);
        if (output.ok()) return Fact.known(output.out(), source);
        // Warnings stand first, what it failed of last.
        String words = output.err().lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((_, last) -> last).orElse("exit " + output.exit());
        return Fact.unknown("system.ssh.failed", words);
    }

    private static Map<String, String> parameters(String uri, String query) throws FailedException {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("[&;]")) {
            int equals = pair.indexOf('=');
            if (equals > 0) parameters.put(decoded(pair.substring(0, equals), uri), decoded(pair.substring(equals + 1), uri));
        }
        return parameters;
    }

    private static String decoded(String text, String uri) throws FailedException {
        try {
            // A plus is a plus here: it is no form that is read.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused(uri);
        }
    }

    private static String checked(Pattern allowed, String word, String uri) throws FailedException {
        if (!allowed.matcher(word).matches()) throw refused(uri);
        return word;
    }

    private static FailedException refused(String uri) {
        return new Failure(Message.of("system.ssh.odd-uri", uri), Message.of("system.ssh.odd-uri.next"), "").asException();
    }
}
