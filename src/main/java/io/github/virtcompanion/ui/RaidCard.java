package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.RaidArray;
import io.github.virtcompanion.words.Words;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An array of /proc/mdstat: what it is, how it stands, and what it is busy with.
final class RaidCard {
    /// `sda1[0](F)`
    private static final Pattern MEMBER = Pattern.compile("(.+)\\[\\d+]((?:\\([A-Z]\\))*)");

    private RaidCard() {}

    static VBox of(Words words, RaidArray array) {
        VBox card = StorageView.card(Sign.DATABASE, array.name(), "");
        List<String> about = new ArrayList<>(List.of(array.level().map(level -> StorageView.raidLevel(words, level)).orElse(words.say("ui.raid.level-unknown"))));
        about.add(words.say("ui.raid.state-" + (array.state().contains("auto-read-only") ? "auto-read-only" : array.state().contains("read-only") ? "read-only" : array.state().split(" ")[0])));
        if (array.blocks() > 0) about.add(Bytes.sayKiB(words, array.blocks()));
        StorageView.about(card).setText(String.join("  ·  ", about));
        if (!array.members().isEmpty()) {
            FactGrid grid = new FactGrid(words);
            grid.put(words.say("ui.raid.members"), array.members().stream().map(member -> member(words, member)).collect(Collectors.joining(", ")));
            card.getChildren().add(grid);
        }
        if (array.degraded()) card.getChildren().add(StorageView.toned(words.say("ui.raid.degraded", array.present().orElse(0), array.wanted().orElse(0)), "tone-danger"));
        if (array.state().startsWith("broken")) card.getChildren().add(StorageView.toned(words.say("ui.raid.broken"), "tone-danger"));
        if (array.noRedundancy()) card.getChildren().add(StorageView.toned(words.say("ui.raid.no-redundancy"), "tone-warning"));
        array.activity().ifPresent(activity -> activity(words, card, activity));
        return card;
    }

    private static void activity(Words words, VBox card, RaidArray.Activity activity) {
        String doing = words.say("ui.raid.doing-" + activity.kind());
        if (activity.percent().isEmpty()) {
            card.getChildren().add(FailurePane.wrapping(words.say("ui.raid.waiting", doing)));
            return;
        }
        List<String> parts = new ArrayList<>(List.of(words.say("ui.raid.progress", doing, activity.percent().get())));
        activity.finishMinutes().ifPresent(minutes -> parts.add(minutes < 120 ? words.say("ui.raid.minutes-left", Math.round(minutes)) : words.say("ui.raid.hours-left", Math.round(minutes / 60))));
        activity.speedKiB().ifPresent(kib -> parts.add(words.say("ui.raid.speed", Bytes.sayKiB(words, kib))));
        String progress = String.join("  ·  ", parts);
        card.getChildren().addAll(FailurePane.wrapping(progress), StorageView.bar(activity.percent().get() / 100, progress));
    }

    /// The device, and what its mark means (linux drivers/md/md.c, md_seq_show).
    static String member(Words words, String member) {
        Matcher matcher = MEMBER.matcher(member);
        if (!matcher.matches()) return member;
        StringBuilder said = new StringBuilder(matcher.group(1));
        for (char mark : matcher.group(2).toCharArray())
            if ("FSWJR".indexOf(mark) >= 0) said.append(" (").append(words.say("ui.raid.mark-" + Character.toLowerCase(mark))).append(')');
        return said.toString();
    }
}
