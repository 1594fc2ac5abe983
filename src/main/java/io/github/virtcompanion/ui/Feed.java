package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.model.Machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Carries what the inventory tells over to the list: many things told at once become one change of the list.
final class Feed implements InventoryListener {
    /// Half a frame.
    private static final long FELT_NANOS = 8_000_000;
    private static final long ARRANGE_NANOS = 200_000_000;
    private static final int AT_ONCE = 20;
    private final Inventory inventory;
    private final MachinesModel list;
    private final Background background;
    private final String demoLabel;
    /// Newest news by what they are about, so that a thousand of the same kind cost one.
    private final LinkedHashMap<String, Runnable> news = new LinkedHashMap<>();
    /// [#showNews] is going to run, or runs and will look once more. Guarded by the news.
    private boolean underway;
    private boolean unarranged;
    private long arrangedAt = System.nanoTime();

    Feed(Inventory inventory, MachinesModel list, Background background, String demoLabel) {
        this.inventory = inventory;
        this.list = list;
        this.background = background;
        this.demoLabel = demoLabel;
    }

    /// Lists every connection in the inventory's order, whether or not any has answered.
    void begin() {
        inventory.connections().forEach(this::showConnection);
        inventory.addListenerAndTell(this);
    }

    @Override
    public void connectionChanged(Connection connection) {
        tell("connection " + connection.uri(), () -> showConnection(connection));
    }

    @Override
    public void machineChanged(Connection connection, Machine machine) {
        tell("machine " + connection.uri() + " " + machine.uuid(), () -> showMachine(connection, machine));
    }

    @Override
    public void machineGone(Connection connection, String uuid) {
        tell("machine " + connection.uri() + " " + uuid, () -> list.gone(connection.uri(), uuid));
    }

    @Override
    public void usageChanged(Connection connection) {
        tell("usage " + connection.uri(), () -> list.machinesOf(connection.uri()).filter(row -> row.now().active()).forEach(row -> {
            row.usage.set(connection.usage(row.uuid()));
            row.addresses.set(connection.addresses(row.uuid()));
            row.since.set(connection.since(row.uuid()));
            row.minute.set(new Object());
            list.measured(row);
        }));
    }

    private void tell(String about, Runnable change) {
        boolean first;
        synchronized (news) {
            first = !underway;
            underway = true;
            news.putLast(about, change);
        }
        if (first) background.show(this::showNews);
    }

    /// As much as can be shown without being felt; the rest after whatever else the window has to do. Lines get their places
    /// when nothing is left, or now and then while there is always more.
    private void showNews() {
        long end = System.nanoTime() + FELT_NANOS;
        boolean more = true;
        while (more && System.nanoTime() < end) {
            List<Map.Entry<String, Runnable>> some;
            synchronized (news) {
                some = news.entrySet().stream().limit(AT_ONCE).map(Map.Entry::copyOf).toList();
                some.forEach(entry -> news.remove(entry.getKey()));
                more = !news.isEmpty();
                underway = more;
            }
            for (Map.Entry<String, Runnable> entry : some) {
                entry.getValue().run();
                unarranged |= !entry.getKey().startsWith("usage ") || list.order.get().restless();
            }
        }
        long now = System.nanoTime();
        if (unarranged && (!more || now - arrangedAt > ARRANGE_NANOS)) {
            unarranged = false;
            list.complete(!more);
            list.arrange();
            arrangedAt = System.nanoTime();
        }
        if (more) background.show(this::showNews);
    }

    private void showConnection(Connection connection) {
        if (inventory.connections().stream().noneMatch(each -> each.uri().equals(connection.uri()))) {
            list.connectionGone(connection.uri());
            return;
        }
        // Whichever answers first, the list keeps the inventory's order.
        inventory.connections().forEach(this::row);
        forgetRemembered(connection);
        Row.OfConnection row = row(connection);
        row.status.set(connection.status());
        row.host.set(connection.host());
        row.findings.set(connection.hostFindings());
        list.machinesOf(connection.uri()).forEach(machine -> machine.lost.set(!connection.status().connected()));
    }

    /// Lines of the last time: those of a connection that is no longer listed, or that has answered without them.
    private void forgetRemembered(Connection connection) {
        List<String> listed = inventory.connections().stream().map(Connection::uri).toList();
        list.allConnections().map(Row.OfConnection::connection).filter(uri -> !listed.contains(uri)).toList().forEach(list::connectionGone);
        if (!connection.status().connected() && !connection.status().unconnected()) return;
        list.machinesOf(connection.uri()).filter(row -> row.remembered.get() && connection.machine(row.uuid()).isEmpty()).map(Row.OfMachine::uuid).toList()
                .forEach(uuid -> list.gone(connection.uri(), uuid));
    }

    private Row.OfConnection row(Connection connection) {
        return list.connection(connection.uri(), connection.demo() ? demoLabel : connection.label(), connection.demo());
    }

    private void showMachine(Connection connection, Machine machine) {
        if (list.connection(connection.uri()).isEmpty()) showConnection(connection);
        if (list.connection(connection.uri()).isEmpty()) return;
        Row.OfMachine row = list.put(machine);
        row.findings.set(connection.findings(machine.uuid()));
        row.usage.set(connection.usage(machine.uuid()));
        row.since.set(connection.since(machine.uuid()));
        row.remembered.set(false);
    }
}
