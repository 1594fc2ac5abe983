package io.github.virtcompanion.ui;

import io.github.virtcompanion.bench.BenchReport;
import io.github.virtcompanion.bench.Effort;
import io.github.virtcompanion.bench.Kept;
import io.github.virtcompanion.bench.Measuring;
import io.github.virtcompanion.bench.Progress;
import io.github.virtcompanion.bench.Site;
import io.github.virtcompanion.bench.Wish;
import io.github.virtcompanion.model.Disk;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.StoragePool;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A measurement of a connection's host: where, how, how far, what came out now and earlier.
final class MeasureModel {
    enum Phase { IDLE, ASKING, RUNNING }

    /// How long it may take.
    enum Pace {
        QUICK(Effort.QUICK), NORMAL(Effort.NORMAL), THOROUGH(Effort.THOROUGH);

        private final Effort effort;

        Pace(Effort effort) {
            this.effort = effort;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// More would hide the directories; their paths can be typed.
    private static final int IMAGES = 40;

    final StringProperty directory = new SimpleStringProperty("");
    final ObjectProperty<String> format = new SimpleObjectProperty<>("qcow2");
    final ObjectProperty<Pace> pace = new SimpleObjectProperty<>(Pace.NORMAL);
    final BooleanProperty inGuest = new SimpleBooleanProperty();
    final ObjectProperty<Phase> phase = new SimpleObjectProperty<>(Phase.IDLE);
    final ObjectProperty<Optional<Site>> site = new SimpleObjectProperty<>(Optional.empty());
    final ObjectProperty<Optional<Failure>> trouble = new SimpleObjectProperty<>(Optional.empty());
    final ObjectProperty<Optional<Progress>> progress = new SimpleObjectProperty<>(Optional.empty());
    /// Of the file system of the site, the newest first.
    final ObjectProperty<List<Kept>> kept = new SimpleObjectProperty<>(List.of());
    final ObjectProperty<Optional<Kept>> chosen = new SimpleObjectProperty<>(Optional.empty());
    final ObjectProperty<Reference> reference = new SimpleObjectProperty<>(new Reference.Nothing());
    /// What is to be looked at: the measurement under way, else the chosen one.
    final ObjectBinding<Optional<BenchReport>> report = Bindings.createObjectBinding(
            () -> progress.get().map(Progress::sofar).or(() -> chosen.get().map(Kept::report)), progress, chosen);

    private final Measuring measuring;
    private final Background background;
    private final Consumer<Kept> finished;
    private final Object runnerLock = new Object();
    private Thread runner;
    private boolean cancelled;
    private boolean asAdministrator;
    private Job<?> looking;

    private record Found(Site site, List<Kept> earlier) {}

    MeasureModel(Measuring measuring, Background background, Consumer<Kept> finished) {
        this.measuring = measuring;
        this.background = background;
        this.finished = finished;
        directory.subscribe(this::look);
        chosen.subscribe(now -> {
            if (now.isPresent() && reference.get().equals(new Reference.Earlier(now.get()))) reference.set(new Reference.Nothing());
        });
    }

    /// What the chosen one can be compared with; not with itself.
    List<Reference> references() {
        return Stream.<Reference>concat(Stream.of(new Reference.Nothing(), new Reference.Of2011()),
                kept.get().stream().filter(each -> !chosen.get().equals(Optional.of(each))).map(Reference.Earlier::new)).toList();
    }

    /// Where images of these machines lie, where the pools are, the user's own, and the images themselves for their formats.
    static List<String> directories(List<Row.OfMachine> machines, List<StoragePool> pools, String home) {
        Stream<String> images = machines.stream().flatMap(row -> row.writtenDisks().stream()).map(Disk::source).flatMap(Optional::stream)
                .filter(path -> path.startsWith("/") && !path.startsWith("/dev/") && path.lastIndexOf('/') > 0).map(path -> path.substring(0, path.lastIndexOf('/')));
        Stream<String> ofPools = pools.stream().map(StoragePool::path).filter(path -> path.startsWith("/") && !path.startsWith("/dev/"));
        Stream<String> each = machines.stream().flatMap(row -> row.writtenDisks().stream()).map(Disk::source).flatMap(Optional::stream)
                .filter(path -> path.startsWith("/") && !path.startsWith("/dev/")).distinct().sorted().limit(IMAGES);
        return Stream.of(images, ofPools, Stream.of(home), each).flatMap(all -> all).distinct().toList();
    }

    private void look(String path) {
        site.set(Optional.empty());
        trouble.set(Optional.empty());
        if (looking != null) looking.cancel();
        if (path == null || path.isBlank()) return;
        looking = background.run(() -> {
            Site found = measuring.site(path);
            return new Found(found, measuring.earlier(found.identity()));
        }).done(found -> {
            found.site.image().ifPresent(image -> format.set(image.format()));
            site.set(Optional.of(found.site));
            reference.set(new Reference.Nothing());
            kept.set(found.earlier);
            chosen.set(found.earlier.stream().findFirst());
        }).failed(failure -> {
            kept.set(List.of());
            chosen.set(Optional.empty());
            trouble.set(Optional.of(failure));
        });
    }

    /// Begins, or asks first.
    void start() {
        asAdministrator = false;
        beginOrAsk();
    }

    /// The same in a directory that is closed: polkit asks for a password.
    void startAsAdministrator() {
        asAdministrator = true;
        beginOrAsk();
    }

    private void beginOrAsk() {
        if (phase.get() != Phase.IDLE || site.get().isEmpty()) return;
        trouble.set(Optional.empty());
        if (site.get().get().questions().isEmpty()) run(site.get().get());
        else phase.set(Phase.ASKING);
    }

    void answer(boolean agreed) {
        if (phase.get() != Phase.ASKING) return;
        phase.set(Phase.IDLE);
        if (agreed) site.get().ifPresent(this::run);
    }

    private void run(Site where) {
        synchronized (runnerLock) {
            cancelled = false;
        }
        phase.set(Phase.RUNNING);
        Wish wish = new Wish(format.get(), pace.get().effort, inGuest.get(), asAdministrator);
        background.run(() -> {
            begin();
            try {
                return measuring.run(where, wish, step -> background.show(() -> {
                    if (phase.get() == Phase.RUNNING) progress.set(Optional.of(step));
                }));
            } finally {
                end();
            }
        }).done(done -> {
            List<Kept> all = new ArrayList<>(List.of(done));
            all.addAll(kept.get());
            kept.set(List.copyOf(all));
            chosen.set(Optional.of(done));
            finished.accept(done);
        }).failed(failure -> {
            if (!failure.what().key().equals("bench.cancelled")) trouble.set(Optional.of(failure));
        }).ended(() -> {
            phase.set(Phase.IDLE);
            progress.set(Optional.empty());
        });
    }

    void cancel() {
        synchronized (runnerLock) {
            cancelled = true;
            if (runner != null) runner.interrupt();
        }
    }

    private void begin() {
        synchronized (runnerLock) {
            runner = Thread.currentThread();
            if (cancelled) runner.interrupt();
        }
    }

    /// The thread goes on to other work, which nobody has cancelled.
    private void end() {
        synchronized (runnerLock) {
            runner = null;
            Thread.interrupted();
        }
    }
}
