package io.github.virtcompanion.host;

import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.model.RaidArray.Activity;
import io.github.virtcompanion.system.SystemFiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `/proc/mdstat`, as linux drivers/md/md.c (md_seq_show, status_resync) and the personalities' status functions print it.
///
/// ```
/// md0 : active raid5 sdc1[3] sdb1[1] sda1[0](F)
///       209584128 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/2] [_UU]
///       [=>...................]  recovery =  8.5% (8940288/104792064) finish=17.0min speed=259783K/sec
///       bitmap: 0/1 pages [0KB], 65536KB chunk
/// ```
public final class MdStat {
    private static final String PATH = "/proc/mdstat";
    /// Some thousand arrays; a line of some thousand members.
    private static final int ENOUGH = 1 << 20;
    private static final int LONGEST = 1 << 16;
    private static final Pattern HEADER = Pattern.compile("(\\S{1,100}) : (active|inactive|broken)(.*)");
    private static final Pattern MARK = Pattern.compile("\\((?:read-only|auto-read-only)\\)");
    private static final Pattern MEMBER = Pattern.compile("\\S+\\[\\d+](?:\\([A-Z]\\))*");
    private static final Pattern BLOCKS = Pattern.compile("(\\d{1,18}) blocks\\b.*");
    private static final Pattern CONTAINER = Pattern.compile(".*\\bsuper external:[^/ ].*");
    /// `[3/2]`; not the progress bar, not `[0KB]`.
    private static final Pattern COUNT = Pattern.compile("\\[(\\d{1,6})/(\\d{1,6})]");
    private static final Pattern PROGRESS = Pattern.compile("\\b(resync|recovery|reshape|check|repair|recover)\\s*=\\s*(\\d{1,3}(?:\\.\\d+)?)%");
    private static final Pattern WAITING = Pattern.compile("\\b(resync|recovery|recover|reshape|check|repair)=(DELAYED|PENDING|REMOTE)\\b");
    private static final Pattern FINISH = Pattern.compile("finish=(\\d{1,12}(?:\\.\\d+)?)min");
    private static final Pattern SPEED = Pattern.compile("speed=(\\d{1,15})K/sec");

    private MdStat() {}

    /// Known and empty where the kernel has no md driver or no arrays.
    public static Fact<List<RaidArray>> read(SystemFiles files) {
        Fact<List<String>> lines = files.head(PATH, ENOUGH);
        // Without the md driver the file is not there at all; without /proc nothing is known.
        if (SystemFiles.absent(lines) && files.exists("/proc/mounts").toOptional().orElse(false)) return Fact.known(List.of(), "/proc");
        return lines.map(MdStat::parse);
    }

    public static List<RaidArray> parse(List<String> lines) {
        List<RaidArray> arrays = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher header = HEADER.matcher(lines.get(i));
            if (lines.get(i).length() > LONGEST || !header.matches()) continue;
            int end = i + 1;
            // The kernel indents them; who copies them may not.
            while (end < lines.size() && !lines.get(end).isEmpty() && !HEADER.matcher(lines.get(end)).matches() && !lines.get(end).startsWith("unused devices")) end++;
            arrays.add(array(header, lines.subList(i + 1, end)));
        }
        return List.copyOf(arrays);
    }

    private static RaidArray array(Matcher header, List<String> details) {
        String rest = header.group(3);
        Matcher mark = MARK.matcher(rest);
        String state = header.group(2) + (mark.find() ? " " + mark.group() : "");
        List<String> words = Arrays.stream(MARK.matcher(rest).replaceAll(" ").strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
        List<String> members = words.stream().filter(word -> MEMBER.matcher(word).matches()).toList();
        // An inactive array names no personality.
        Optional<String> level = words.stream().findFirst().filter(word -> !MEMBER.matcher(word).matches());
        long blocks = 0;
        Optional<Integer> wanted = Optional.empty();
        Optional<Integer> present = Optional.empty();
        Optional<Activity> activity = Optional.empty();
        for (String raw : details) {
            String line = raw.length() > LONGEST ? "" : raw.strip();
            Matcher size = BLOCKS.matcher(line);
            if (size.matches()) {
                if (level.isEmpty() && CONTAINER.matcher(line).matches()) level = Optional.of("container");
                blocks = Long.parseLong(size.group(1));
                Matcher count = COUNT.matcher(line);
                if (count.find()) {
                    wanted = Optional.of(Integer.parseInt(count.group(1)));
                    present = Optional.of(Integer.parseInt(count.group(2)));
                }
            } else if (activity.isEmpty() && !line.startsWith("bitmap:")) activity = activity(line);
        }
        return new RaidArray(header.group(1), state, level, members, blocks, wanted, present, activity);
    }

    private static Optional<Activity> activity(String line) {
        Matcher waiting = WAITING.matcher(line);
        if (waiting.find()) return Optional.of(new Activity(kind(waiting), Optional.empty(), Optional.of(waiting.group(2)), Optional.empty(), Optional.empty()));
        Matcher progress = PROGRESS.matcher(line);
        if (!progress.find()) return Optional.empty();
        Optional<Double> percent = Optional.of(Double.parseDouble(progress.group(2))).filter(value -> value <= 100);
        return Optional.of(new Activity(kind(progress), percent, Optional.empty(),
                found(FINISH, line).map(Double::parseDouble), found(SPEED, line).map(Long::parseLong)));
    }

    /// Newer kernels say `recover`, as sync_action does.
    private static String kind(Matcher activity) {
        return activity.group(1).equals("recover") ? "recovery" : activity.group(1);
    }

    private static Optional<String> found(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
