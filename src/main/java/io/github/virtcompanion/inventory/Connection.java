package io.github.virtcompanion.inventory;

import io.github.virtcompanion.libvirt.Hypervisor;
import io.github.virtcompanion.model.Fact;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Finding;
import io.github.virtcompanion.model.Host;
import io.github.virtcompanion.model.LibvirtView;
import io.github.virtcompanion.model.Machine;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.system.Ssh;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// One libvirt connection and everything known through it, kept current by libvirt's events.
///
/// All libvirt calls run on the connection's own platform thread, so that a hung host holds up nothing else.
/// When the connection breaks, it is opened again by itself. The getters may be called from any thread and never wait.
public final class Connection {
    private final ConnectionSpec spec;
    private final HostWatch host;
    private final InventoryListener listener;
    private final Predicate<Connection> dropIfAbsent;
    private final Worker worker;

    private final Statistics statistics;
    private final Link link;
    private final Calls calls;
    private final Tracker tracker;
    private final Optional<FilesOverSsh> filesOverSsh;
    private volatile String name;
    private volatile boolean atStart;
    private volatile Status status = new Status.Connecting();

    /// @param dropIfAbsent asked when an assumed connection finds no daemon: true if it is to be forgotten
    Connection(ConnectionSpec spec, Opener opener, HostSource hostSource, InventoryListener listener, Predicate<Connection> dropIfAbsent) {
        this.spec = spec;
        this.name = spec.name();
        this.atStart = !spec.idle();
        this.host = new HostWatch(spec, hostSource, Worker.thread("host of " + spec.uri()));
        this.listener = listener;
        this.dropIfAbsent = dropIfAbsent;
        this.worker = new Worker("libvirt " + spec.uri());
        boolean qemu = !ConnectionSpec.isTest(spec.uri());
        this.statistics = new Statistics(worker.thread(), spec.uri(), qemu ? Optional.of(() -> opener.open(spec, true)) : Optional.empty(), () -> listener.usageChanged(this));
        this.link = new Link(spec, opener, worker, new OfLink());
        this.calls = new Calls(worker, link::hypervisor, () -> status, qemu ? Optional.of(new Errands(spec.uri(), () -> opener.open(spec, readOnly()))) : Optional.empty());
        this.tracker = new Tracker(spec, worker, link::hypervisor, host, new OfTracker());
        this.filesOverSsh = spec.kind() == ConnectionSpec.Kind.REMOTE && Ssh.possible(spec.uri()) ? Optional.of(new FilesOverSsh(spec, hostSource, this::recheckHost)) : Optional.empty();
    }

    /// As in the list of connections; `demo:///` for the demo host.
    public String uri() {
        return spec.uri();
    }

    public String label() {
        return name.isBlank() ? spec.named("").label() : name;
    }

    /// Shows it under another name; a blank one stands for the usual.
    public void rename(String own) {
        name = own;
        listener.connectionChanged(this);
    }

    /// It is opened when the program starts.
    public boolean atStart() {
        return atStart;
    }

    /// Only remembers it; see [Sources#atStart].
    public void atStart(boolean opens) {
        atStart = opens;
    }

    public ConnectionSpec.Kind kind() {
        return spec.kind();
    }

    public boolean demo() {
        return spec.kind() == ConnectionSpec.Kind.DEMO;
    }

    public Status status() {
        return status;
    }

    /// By name, as people read them.
    public List<Machine> machines() {
        return tracker.machines().sorted();
    }

    /// In no order.
    Collection<Machine> all() {
        return tracker.machines().all();
    }

    public Optional<Machine> machine(String uuid) {
        return tracker.machines().machine(uuid);
    }

    /// By uuid, or by name.
    public Optional<Machine> find(String nameOrUuid) {
        return tracker.machines().find(nameOrUuid);
    }

    /// Whether a machine last ended because its guest rebooted, as `on_reboot` destroy has it. Only known of what ended since
    /// this connection was opened.
    public boolean endedByReset(String uuid) {
        return tracker.runs().endedByReset(uuid);
    }

    public Fact<Host> host() {
        return host.host();
    }

    public List<Finding> findings(String uuid) {
        return host.findings(uuid);
    }

    public List<Finding> hostFindings() {
        return host.hostFindings();
    }

    /// Empty for a machine that does not run.
    public UsageHistory usage(String uuid) {
        return statistics.of(uuid);
    }

    /// When it was started, as far as that is known; empty for a machine that does not run.
    public Optional<Instant> since(String uuid) {
        return tracker.runs().since(uuid).or(() -> host.since(uuid));
    }

    /// IP addresses that its host's DHCP server gave out, as last asked.
    public List<String> addresses(String uuid) {
        return statistics.addresses(uuid);
    }

    /// What of its statistics somebody looks at.
    public void attend(Attention attention) {
        statistics.attend(attention);
    }

    /// What libvirt itself said about KVM on that host.
    public LibvirtView libvirtView() {
        return tracker.libvirtView();
    }

    /// Completes when the list has been read once or the connection has failed; see [#status].
    public CompletableFuture<Void> loaded() {
        return tracker.loaded();
    }

    /// Completes when the host and the advice have been read once, or cannot be.
    public CompletableFuture<Void> hostLoaded() {
        return tracker.judged();
    }

    /// Runs on the connection's thread. Fails with the connection's own [Failure] while it is not connected.
    public <T> CompletableFuture<T> call(Work<T> work) {
        return calls.call(work);
    }

    /// The same for what QEMU is asked to do: it may take long, or a hung guest never answers, and the list goes on meanwhile. Such
    /// calls run beside each other, each through a libvirt connection of its own.
    public <T> CompletableFuture<T> ask(Work<T> work) {
        return calls.ask(work);
    }

    private boolean readOnly() {
        return status instanceof Status.Connected(boolean only, _) && only;
    }

    /// Tries at once, after a failure or to check again.
    ///
    /// @return ends when it has been tried
    public CompletableFuture<Void> reconnect() {
        link.wanted(true);
        return worker.tried(() -> {
            // Only looked at, because the password was not given: it is asked for again.
            if (readOnly()) link.end();
            if (link.hypervisor().isEmpty()) link.connect();
            else tracker.readHost();
        });
    }

    /// Closes it until somebody asks for it again. Its machines leave the list.
    public void disconnect() {
        link.wanted(false);
        status = new Status.Idle();
        listener.connectionChanged(this);
        worker.run(() -> {
            if (link.wanted()) return;
            link.end();
            status = new Status.Idle();
            tracker.clear();
            listener.connectionChanged(this);
        }, () -> {});
    }

    /// Reads the host's files again and judges anew.
    ///
    /// @return ends when it has been tried
    public CompletableFuture<Void> recheckHost() {
        return worker.tried(tracker::readHost);
    }

    /// Empty where there is no other host, or no ssh to it.
    public Optional<FilesOverSsh> filesOverSsh() {
        return filesOverSsh;
    }

    /// Reads one machine again, for what libvirt has no event for.
    public void refresh(String uuid) {
        tracker.look(uuid, false);
    }

    /// The same for all of them: of what is stored by virDomainSetAutostart, or with VIR_DOMAIN_AFFECT_CONFIG, libvirt tells nobody.
    public void refresh() {
        if (loaded().isDone()) tracker.lookAtAll();
    }

    void open() {
        if (spec.idle()) {
            status = new Status.Idle();
            tracker.nothingToRead();
            listener.connectionChanged(this);
            return;
        }
        worker.run(link::connect, () -> {});
        host.watch(this::recheckHost);
    }

    void close() {
        host.close();
        calls.close();
        worker.run(link::end, () -> {});
        worker.shutdown();
    }

    /// Waits for the goodbye to libvirt, but not for a hung one.
    void awaitClosed(Duration atMost) throws InterruptedException {
        worker.awaitEnd(atMost);
    }

    private final class OfTracker implements Tracker.Told {
        @Override
        public void changed(Machine machine) {
            listener.machineChanged(Connection.this, machine);
        }

        @Override
        public void gone(String uuid) {
            listener.machineGone(Connection.this, uuid);
        }

        @Override
        public void ended(String uuid) {
            statistics.forget(uuid);
        }

        @Override
        public void hostChanged() {
            listener.connectionChanged(Connection.this);
        }
    }

    private final class OfLink implements Link.Told {
        @Override
        public void connecting() {
            status = new Status.Connecting();
            listener.connectionChanged(Connection.this);
        }

        @Override
        public void opened(Hypervisor hypervisor, Status now) throws FailedException {
            status = now;
            hypervisor.onEvent(tracker::seen);
            hypervisor.onPools(Connection.this::recheckHost);
            tracker.load(hypervisor);
            listener.connectionChanged(Connection.this);
            statistics.begin(hypervisor);
            tracker.readDirty();
        }

        @Override
        public boolean failed(FailedException e, int attempt) {
            if (attempt == 0 && spec.assumed() && (Refusals.absent(e) || spec.session() && !Refusals.notPermitted(e)) && dropIfAbsent.test(Connection.this)) {
                tracker.nothingToRead();
                return false;
            }
            status = tracker.machines().all().isEmpty() ? new Status.Failed(e.failure()) : new Status.Lost(e.failure());
            tracker.loaded().complete(null);
            listener.connectionChanged(Connection.this);
            // Why KVM is not in use can be told without libvirt.
            if (attempt == 0) tracker.readHost();
            return true;
        }

        @Override
        public void lost() {
            status = new Status.Lost(new Failure(Message.of("inventory.lost"), Message.of("inventory.lost.next"), ""));
            tracker.loaded().complete(null);
            listener.connectionChanged(Connection.this);
        }

        @Override
        public void ending() {
            statistics.end();
            calls.letGo();
            tracker.stopLoading();
        }
    }
}
