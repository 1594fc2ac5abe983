package io.github.virtcompanion.inventory;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.virtcompanion.inventory.Bookmarks.Bookmark;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.Output;
import io.github.virtcompanion.system.PrivateFiles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which connections to open when none is named: those of virt-manager's own list, else the usual local ones.
public final class Sources {
    /// virt-manager: data/org.virt-manager.virt-manager.gschema.xml.
    private static final String SCHEMA = "org.virt-manager.virt-manager.connections";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Commands commands;
    private final boolean root;
    private final Optional<Bookmarks> own;

    /// @param root whether the user is root, whose `qemu:///session` is the system's
    public Sources(Commands commands, boolean root) {
        this.commands = commands;
        this.root = root;
        this.own = Optional.empty();
    }

    /// @param config where this program keeps what the user says of connections
    public Sources(Commands commands, boolean root, PrivateFiles config) {
        this.commands = commands;
        this.root = root;
        this.own = Optional.of(new Bookmarks(config));
    }

    public List<ConnectionSpec> specs() {
        List<Bookmark> bookmarks = own.map(Bookmarks::all).orElse(List.of());
        List<String> settings = settings();
        List<String> virtManagers = value(settings, "uris");
        List<ConnectionSpec> usual = List.of(ConnectionSpec.of("qemu:///system").asAssumed(), ConnectionSpec.of("qemu:///session").asAssumed());
        List<ConnectionSpec> theirs = !virtManagers.isEmpty() ? specs(virtManagers, value(settings, "autoconnect")) : root ? usual.subList(0, 1) : usual;
        return merged(theirs, bookmarks);
    }

    /// What the user said in this program goes before what virt-manager has.
    static List<ConnectionSpec> merged(List<ConnectionSpec> theirs, List<Bookmark> own) {
        List<ConnectionSpec> all = new ArrayList<>();
        for (ConnectionSpec spec : theirs) {
            Optional<Bookmark> bookmark = own.stream().filter(each -> each.uri().equals(spec.uri())).findFirst();
            if (bookmark.isEmpty()) all.add(spec);
            else if (!bookmark.get().hidden()) all.add(as(spec, bookmark.get()));
        }
        own.stream().filter(each -> !each.hidden() && theirs.stream().noneMatch(spec -> spec.uri().equals(each.uri())))
                .forEach(each -> all.add(as(ConnectionSpec.of(each.uri()).withIdle(!Boolean.TRUE.equals(each.atStart())), each)));
        return List.copyOf(all);
    }

    private static ConnectionSpec as(ConnectionSpec spec, Bookmark bookmark) {
        ConnectionSpec named = spec.named(bookmark.name());
        return bookmark.atStart() == null ? named : named.withIdle(!bookmark.atStart());
    }

    /// virt-manager's settings are there, so that a connection can be put into its list as well.
    public boolean virtManagerListens() {
        return commands.run(List.of("gsettings", "writable", SCHEMA, "uris"), PATIENCE).toOptional().filter(Output::ok)
                .filter(output -> output.lines().contains("true")).isPresent();
    }

    /// @param virtManagerToo puts it into virt-manager's list as well
    public void add(String uri, String name, boolean atStart, boolean virtManagerToo) throws FailedException {
        if (own.isPresent()) own.get().change(uri, _ -> new Bookmark(uri, name, atStart, false));
        if (!virtManagerToo) return;
        change("uris", uri, true);
        change("autoconnect", uri, atStart);
    }

    /// From this program's list; virt-manager's stays as it is.
    public void remove(String uri) throws FailedException {
        if (own.isEmpty()) return;
        if (value(settings(), "uris").contains(uri) || uri.matches("qemu:///(system|session)")) own.get().change(uri, old -> new Bookmark(uri, old.name(), old.atStart(), true));
        else own.get().remove(uri);
    }

    public void rename(String uri, String name) throws FailedException {
        if (own.isPresent()) own.get().change(uri, old -> new Bookmark(uri, name, old.atStart(), false));
    }

    /// Of a connection in virt-manager's list, virt-manager's own choice changes with it.
    public void atStart(String uri, boolean opens) throws FailedException {
        if (own.isPresent()) own.get().change(uri, old -> new Bookmark(uri, old.name(), opens, false));
        if (value(settings(), "uris").contains(uri)) change("autoconnect", uri, opens);
    }

    private List<String> settings() {
        return commands.run(List.of("gsettings", "list-recursively", SCHEMA), PATIENCE).toOptional().filter(Output::ok).map(Output::lines).orElse(List.of());
    }

    /// One word in or out of one of virt-manager's lists; the others stay where they are.
    private void change(String key, String uri, boolean in) throws FailedException {
        List<String> now = value(settings(), key);
        if (now.contains(uri) == in) return;
        List<String> changed = new ArrayList<>(now);
        if (in) changed.add(uri);
        else changed.remove(uri);
        Fact<Output> done = commands.run(List.of("gsettings", "set", SCHEMA, key, written(changed)), PATIENCE);
        if (done.toOptional().filter(Output::ok).isEmpty())
            throw new Failure(Message.of("inventory.virt-manager-list"), Message.of("inventory.virt-manager-list.next"),
                    done.toOptional().map(Output::err).orElse("")).asException();
    }

    /// GVariant's text form.
    static String written(List<String> words) {
        return words.isEmpty() ? "@as []" : words.stream().map(word -> "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    /// A line of `gsettings list-recursively`: schema, key, value.
    static List<String> value(List<String> settings, String key) {
        String start = SCHEMA + " " + key + " ";
        return settings.stream().filter(line -> line.startsWith(start)).findFirst().map(line -> parse(line.substring(start.length()))).orElse(List.of());
    }

    /// Another host may ask for a password: it is opened by itself only where virt-manager does so too.
    static List<ConnectionSpec> specs(List<String> uris, List<String> autoconnect) {
        return uris.stream().map(ConnectionSpec::of).map(spec -> spec.kind() == ConnectionSpec.Kind.REMOTE && !spec.uri().startsWith("test")
                && !autoconnect.contains(spec.uri()) ? spec.asIdle() : spec).toList();
    }

    /// GVariant's text form of `as`: `['qemu:///system', 'qemu+ssh://u@h/system']`, or `@as []` for an empty one.
    static List<String> parse(String gvariant) {
        String text = gvariant.strip();
        if (!text.startsWith("[")) return List.of();
        try {
            String[] uris = new Gson().fromJson(text, String[].class);
            return uris == null ? List.of() : Arrays.stream(uris).filter(uri -> uri != null && !uri.isBlank()).distinct().toList();
        } catch (JsonParseException e) {
            return List.of();
        }
    }
}
