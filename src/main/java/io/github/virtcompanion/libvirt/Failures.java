package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// libvirt's errors in sentences. One line an error, the first that fits is taken; libvirt's own words stay in the details.
///
/// Codes are matched first. Words are looked at only where libvirt puts many things under one code (1 internal error,
/// 38 system error, 55 invalid operation, 67 unsupported); libvirt's daemon answers in English unless it was told otherwise,
/// and where it does not, the general line of that code is taken.
final class Failures {
    private static final Set<Action> ANY = EnumSet.allOf(Action.class);
    private static final Set<Action> OPENING = EnumSet.of(Action.OPEN);
    private static final Set<Action> OPEN_ALREADY = EnumSet.complementOf(EnumSet.of(Action.OPEN));
    private static final Set<Action> STARTING = EnumSet.of(Action.START);
    private static final int ANY_CODE = -1;
    private static final String NO_DAEMON = "libvirt.no-daemon.";
    private static final String NO_SESSION_DAEMON = "libvirt.no-session-daemon.";
    private static final String PASSWORD_NEEDED = "libvirt.password-needed.";

    /// What of the message is named in the sentence is its group `what`.
    private record Line(Set<Action> actions, int code, Pattern message, String key) {
        Optional<Matcher> of(VirError error, Action action) {
            Matcher matcher = message.matcher(error.message());
            return actions.contains(action) && (code == ANY_CODE || code == error.code()) && matcher.find() ? Optional.of(matcher) : Optional.empty();
        }
    }

    private static final List<Line> LINES = List.of(
            // Opening: through ssh. The transport's own words come back as data that could not be received.
            line(OPENING, ANY_CODE, "Host key verification failed|authenticity of host", "libvirt.ssh-host-key."),
            line(OPENING, ANY_CODE, "Permission denied \\((?:publickey|password|keyboard|gssapi)|Too many authentication failures", "libvirt.ssh-key."),
            line(OPENING, ANY_CODE, "Could not resolve hostname (?<what>[^:\\s]+)|unable to resolve address '(?<what2>[^']+)'", "libvirt.host-unknown."),
            line(OPENING, ANY_CODE, "ssh: connect to host|unable to connect to server at|Connection timed out|No route to host|Network is unreachable", "libvirt.host-unreachable."),
            line(OPENING, ANY_CODE, "ssh'?: No such file|Cannot find 'ssh'|'nc'.*not found|nc: (?:command )?not found|virt-ssh-helper: (?:command )?not found", "libvirt.ssh-tool-missing."),
            // Opening: the daemon's socket.
            line(OPENING, 38, "Failed to connect socket.*: (?:No such file|Connection refused)", NO_DAEMON),
            line(OPENING, 38, "Failed to connect socket.*: Permission denied", "libvirt.socket-denied."),
            line(OPENING, ANY_CODE, "Unable to locate libvirtd|binary '[^']*' does not exist|Cannot find '[^']*(?:libvirtd|virtqemud)'|Failed to connect socket to '[^']*user", NO_DAEMON),
            line(OPENING, 5, "", "libvirt.no-driver."),
            line(OPENING, ANY_CODE, "no connection driver available", "libvirt.no-driver."),
            // Opening: who may.
            line(ANY, 94, "", "libvirt.polkit-no-agent."),
            line(ANY, 79, "", "libvirt.auth-cancelled."),
            line(ANY, 45, "denied by policy|not authorized|polkit", "libvirt.polkit-denied."),
            line(OPENING, 45, "Failed to collect auth credentials|No authentication callback|request failed$", PASSWORD_NEEDED),
            line(ANY, 45, "", "libvirt.auth-failed."),
            line(ANY, ANY_CODE, "system bus connection", "libvirt.no-system-bus."),
            line(ANY, 89, "PolicyKit", "libvirt.no-polkit."),
            // libvirt waits for polkit no longer than D-Bus does, 25 s, and polkit meanwhile for the password.
            line(OPENING, 89, "Timeout was reached", "libvirt.polkit-late."),
            line(ANY, 88, "", "libvirt.access-denied."),
            line(ANY, 29, "", "libvirt.read-only."),
            // The connection itself.
            line(ANY, ANY_CODE, "keepalive", "libvirt.no-answer."),
            line(ANY, ANY_CODE, "client socket is closed|Cannot (?:recv|write) data|End of file while reading|[Cc]onnection (?:reset|closed)|hangup|Broken pipe", "libvirt.lost."),
            line(ANY, 6, "", "libvirt.lost."),
            // The domain.
            line(ANY, 42, "", "libvirt.no-domain."),
            line(ANY, 9, "already (?:exists|defined)", "libvirt.exists."),
            line(ANY, ANY_CODE, "unplug request for not supported device|unplug request timed out|unplug was rejected by the guest", "libvirt.unplug."),
            line(ANY, 68, "", "libvirt.busy."),
            // src/qemu/qemu_migration.c: qemuMigrationSrcIsAllowed, which saving asks too.
            line(ANY, ANY_CODE, "non-migratable device: (?<what>\\S+)|migration with (?<what2>.+?) is not supported|: (?<what3>[^:]+) cannot be migrated|domain has CPU feature: (?<what4>\\S+)", "libvirt.unsaveable."),
            line(ANY, 55, "active block job", "libvirt.block-job."),
            line(ANY, 78, "", "libvirt.aborted."),
            line(ANY, 86, "", "libvirt.agent."),
            line(ANY, 55, "already (?:running|active)", "libvirt.already-running."),
            line(ANY, 55, "network '(?<what>[^']+)' is not active", "libvirt.network-inactive."),
            line(ANY, 55, "[Dd]omain (?:'[^']*' )?is not (?:running|active)", "libvirt.not-running."),
            line(ANY, 43, "name '(?<what>[^']+)'", "libvirt.network-missing."),
            line(ANY, ANY_CODE, "[Rr]efusing to undefine|cannot undefine|cannot delete inactive domain with", "libvirt.undefine."),
            // The definition.
            line(ANY, ANY_CODE, "Invalid value for attribute '(?<what>[^']+)'.*: '(?<value>[^']*)'", "libvirt.bad-value."),
            line(OPEN_ALREADY, 92, "", "libvirt.schema."),
            line(OPEN_ALREADY, 27, "", "libvirt.xml."),
            line(OPEN_ALREADY, 35, "", "libvirt.malformed."),
            line(ANY, ANY_CODE, "virt type '?(?<what>\\S+?)'? does not match source", "libvirt.saved-type."),
            line(ANY, ANY_CODE, "Domain requires KVM", "libvirt.kvm-gone."),
            line(ANY, ANY_CODE, "does not support virt type '(?<what>[^']+)'|the accel '(?<what2>[^']+)' is not supported|domaintype=(?<what3>\\w+)", "libvirt.no-type."),
            line(ANY, 67, "io='native' needs", "libvirt.io-native."),
            line(ANY, 67, "io_uring", "libvirt.io-uring."),
            line(ANY, 67, "CPU mode '(?<what>[^']+)'", "libvirt.cpu-mode."),
            line(ANY, 67, "machine type '(?<what>[^']+)'", "libvirt.machine-type."),
            line(ANY, 67, "No emulator found|does not support arch", "libvirt.no-emulator."),
            line(ANY, 67, "TCG features", "libvirt.tcg-features."),
            line(ANY, ANY_CODE, "paravirtual spinlocks", "libvirt.pvspinlock."),
            line(ANY, ANY_CODE, "Cannot check QEMU binary (?<what>[^:]+):|Failed to start QEMU binary (?<what2>\\S+)", "libvirt.emulator-missing."),
            line(ANY, 91, "features: (?<what>[^\\n]+)$", "libvirt.cpu-features."),
            line(ANY, 9, "guest CPU doesn't match specification.*missing features: (?<what>[^\\n]+)", "libvirt.cpu-features."),
            line(ANY, 9, "guest CPU doesn't match specification", "libvirt.cpu-incompatible."),
            line(ANY, 91, "", "libvirt.cpu-incompatible."),
            // Starting.
            line(ANY, ANY_CODE, "KVM kernel module: Permission denied", "libvirt.kvm-denied."),
            line(ANY, ANY_CODE, "KVM kernel module|failed to initialize kvm", "libvirt.kvm-gone."),
            line(ANY, ANY_CODE, "Failed to get (?:\"write\"|shared \"write\") lock", "libvirt.image-in-use."),
            line(ANY, ANY_CODE, "failed to set MSR|kvm_buf_set_msrs|kvm_put_msrs", "libvirt.kvm-cpu."),
            line(ANY, ANY_CODE, "System Management Mode not supported", "libvirt.kvm-smm."),
            line(ANY, ANY_CODE, "Cannot access storage file '(?<what>[^']+)'.*Permission denied|Could not open '(?<what2>[^']+)': Permission denied", "libvirt.image-denied."),
            line(ANY, ANY_CODE, "Cannot access storage file '(?<what>[^']+)'|Could not open '(?<what2>[^']+)': No such file", "libvirt.image-missing."),
            line(ANY, ANY_CODE, "No space left on device", "libvirt.disk-full."),
            line(ANY, ANY_CODE, "Cannot allocate memory|cannot set up guest memory", "libvirt.memory."),
            line(STARTING, 1, "closed the monitor|exited while connecting|failed to connect to monitor|cannot connect to monitor", "libvirt.qemu-died."),
            // While it runs.
            line(OPEN_ALREADY, 1, "unable to execute QEMU command", "libvirt.qemu-refused."),
            // The rest, by its code alone.
            line(ANY, 67, "", "libvirt.unsupported."),
            line(ANY, 84, "", "libvirt.not-possible."),
            line(ANY, 3, "", "libvirt.no-support."),
            line(ANY, 55, "", "libvirt.not-now."));

    private Failures() {
    }

    private static Line line(Set<Action> actions, int code, String message, String key) {
        return new Line(actions, code, Pattern.compile(message, Pattern.DOTALL), key);
    }

    /// Every key that the table can answer with, without `what` and `next`.
    static List<String> keys() {
        List<String> keys = new ArrayList<>(LINES.stream().map(Line::key).distinct().toList());
        keys.add(NO_SESSION_DAEMON);
        for (Action action : Action.values()) keys.add("libvirt.other." + action.word() + ".");
        return keys;
    }

    static FailedException exception(VirError error, String uri, Action action) {
        FailedException exception = of(error, uri, action).asException();
        exception.initCause(new LibvirtFailure.Cause(new LibvirtFailure(error.code(), error.domain()), null));
        return exception;
    }

    /// Arguments of the sentences: the connection's URI, what libvirt's message names, and the value it names.
    static Failure of(VirError error, String uri, Action action) {
        String details = error.message() + " [" + error.code() + "," + error.domain() + "]";
        for (Line line : LINES) {
            Optional<Matcher> matcher = line.of(error, action);
            if (matcher.isPresent()) {
                Object[] args = {uri, named(matcher.get(), "what"), named(matcher.get(), "value")};
                String key = line.key().equals(NO_DAEMON) && uri.endsWith("/session") ? NO_SESSION_DAEMON : line.key();
                return new Failure(Message.of(key + "what", args), Message.of(key + "next", args), details);
            }
        }
        String key = "libvirt.other." + action.word() + ".";
        return new Failure(Message.of(key + "what", uri), Message.of(key + "next", uri), details);
    }

    private static String named(Matcher matcher, String group) {
        return matcher.namedGroups().keySet().stream().filter(name -> name.startsWith(group)).map(matcher::group)
                .filter(found -> found != null).findFirst().map(String::strip).orElse("");
    }
}
