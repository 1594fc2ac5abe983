package io.github.virtcompanion.host;

import io.github.virtcompanion.system.SystemFiles;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When the QEMU processes of a host were started: /proc/PID/cmdline and stat, which every user may read. libvirt does not tell.
public final class GuestProcesses {
    /// USER_HZ, in which proc(5) counts; 100 on every architecture that libvirt runs QEMU on.
    private static final long TICKS_PER_SECOND = 100;
    /// libvirt always gives it (qemu_command.c).
    private static final Pattern UUID = Pattern.compile("\\x00-uuid\\x00([0-9a-f-]{36})(?:\\x00|$)");

    private GuestProcesses() {}

    /// By uuid of the machine; what cannot be read is left out.
    public static Map<String, Instant> startedAt(SystemFiles files) {
        Optional<Long> boot = files.lines("/proc/stat").toOptional().flatMap(GuestProcesses::bootTime);
        Map<String, Instant> started = new HashMap<>();
        if (boot.isEmpty()) return started;
        for (String entry : files.list("/proc").toOptional().orElse(List.of())) {
            String pid = entry.substring(entry.lastIndexOf('/') + 1);
            if (pid.isEmpty() || !pid.chars().allMatch(c -> c >= '0' && c <= '9')) continue;
            files.text("/proc/" + pid + "/cmdline").toOptional().flatMap(GuestProcesses::uuid).ifPresent(uuid ->
                    files.text("/proc/" + pid + "/stat").toOptional().flatMap(GuestProcesses::startTicks)
                            .ifPresent(ticks -> started.put(uuid, Instant.ofEpochSecond(boot.get() + ticks / TICKS_PER_SECOND))));
        }
        return started;
    }

    static Optional<Long> bootTime(List<String> stat) {
        return stat.stream().filter(line -> line.matches("btime \\d{1,15}")).findFirst().map(line -> Long.parseLong(line.substring(6)));
    }

    static Optional<String> uuid(String commandLine) {
        if (!commandLine.contains("qemu")) return Optional.empty();
        Matcher matcher = UUID.matcher(commandLine);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// Field 22; the name in field 2 may hold spaces and brackets.
    static Optional<Long> startTicks(String stat) {
        String[] behindName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return behindName.length > 19 && behindName[19].matches("\\d{1,15}") ? Optional.of(Long.parseLong(behindName[19])) : Optional.empty();
    }
}
