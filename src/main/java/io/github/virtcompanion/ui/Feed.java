package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.Connection;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.inventory.InventoryListener;
import io.github.virtcompanion.model.Machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Carries what the inventory tells over to the list: many things told at once become one change of the list.
final class Feed implements InventoryListener {
    private final Inventory inventory;
    private final MachinesModel list;
    private final Background background;
    private final String demoLabel;
    /// Newest news by what they are about, so that a thousand of the same kind cost one.
    private final LinkedHashMap<String, Runnable> news = new LinkedHashMap<>();

    Feed(Inventory inventory, MachinesModel list, Background background, String demoLabel) {
        this.inventory = inventory;
        this.list = list;
        this.background = background;
        this.demoLabel = demoLabel;
    }

    /// Lists every connection in the inventory's order, before any has answered.
    void begin() {
        inventory.connections().forEach(this::showConnection);
        inventory.addListener(this);
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
            row.minute.set(new Object());
            list.measured(row);
        }));
    }

    private void tell(String about, Runnable change) {
        boolean first;
        synchronized (news) {
            first = news.isEmpty();
            news.putLast(about, change);
        }
        if (first) background.show(this::showNews);
    }

    private void showNews() {
        List<Runnable> batch;
        boolean usageOnly;
        synchronized (news) {
            batch = new ArrayList<>(news.values());
            usageOnly = news.keySet().stream().allMatch(about -> about.startsWith("usage "));
            news.clear();
        }
        batch.forEach(Runnable::run);
        if (!usageOnly || list.order.get().restless()) list.arrange();
    }

    private void showConnection(Connection connection) {
        if (inventory.connections().stream().noneMatch(each -> each.uri().equals(connection.uri()))) {
            list.connectionGone(connection.uri());
            return;
        }
        // Whichever answers first, the list keeps the inventory's order.
        inventory.connections().forEach(this::row);
        Row.OfConnection row = row(connection);
        row.status.set(connection.status());
        row.host.set(connection.host());
        row.findings.set(connection.hostFindings());
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
