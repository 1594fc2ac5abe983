package io.github.virtcompanion.ui;

import io.github.virtcompanion.model.CacheMode;
import io.github.virtcompanion.model.Machine;
import javafx.scene.control.TreeItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MachinesModelTest {
    private final MachinesModel model = new MachinesModel(Locale.ENGLISH);

    @BeforeEach
    void fill() {
        model.connection(Samples.HOST, "host", false);
        model.put(Samples.off("delta", "kvm", CacheMode.WRITEBACK));
        model.put(Samples.off("alpha", "qemu", CacheMode.WRITETHROUGH));
        model.put(Samples.off("charlie", "qemu", CacheMode.UNSAFE));
        model.put(Samples.running("bravo", Samples.definition("bravo", "kvm", Samples.disk("vda", CacheMode.UNSAFE)),
                Samples.definition("bravo", "kvm", Samples.disk("vda", CacheMode.NONE)), new Machine.Pending("disk.vda.cache", "none", "unsafe")));
        model.arrange();
    }

    private List<String> names() {
        return lines().stream().map(item -> ((Row.OfMachine) item.getValue()).now().name()).toList();
    }

    private List<TreeItem<Row>> lines() {
        return model.root.getChildren().getFirst().getChildren();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            NAME,  false, alpha bravo charlie delta
            NAME,  true,  delta charlie bravo alpha
            CACHE, false, charlie alpha bravo delta
            CACHE, true,  bravo delta alpha charlie
            TYPE,  false, bravo delta alpha charlie
            """)
    void sorts(Column order, boolean descending, String expected) {
        model.order.set(order);
        model.descending.set(descending);
        assertEquals(List.of(expected.split(" ")), names());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ALL,      alpha bravo charlie delta
            RUNNING,  bravo
            ADVICE,   ''
            EMULATED, alpha charlie
            UNSAFE,   bravo charlie
            PENDING,  bravo
            """)
    void filtersAndCountsWhatTheFilterWouldShow(MachinesModel.Filter filter, String expected) {
        model.filter.set(filter);
        assertEquals(expected.isEmpty() ? List.of() : List.of(expected.split(" ")), names());
        assertEquals(names().size(), model.count(filter).get());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            LPH,             alpha
            about c,         charlie
            images/vda,      alpha bravo charlie delta
            bravo-uuid,      bravo
            nothing-of-this, ''
            """)
    void searchFindsPartsOfNamesDescriptionsImagesAndUuids(String words, String expected) {
        model.search.set(words);
        assertEquals(expected.isEmpty() ? List.of() : List.of(expected.split(" ")), names());
    }

    @Test
    void aChangedMachineKeepsItsLineAndAnOtherOneIsNotTouched() {
        List<TreeItem<Row>> before = new ArrayList<>(lines());
        Row.OfMachine row = (Row.OfMachine) before.getFirst().getValue();
        Machine old = row.now();
        List<String> moves = new ArrayList<>();
        model.root.getChildren().getFirst().addEventHandler(TreeItem.<Row>childrenModificationEvent(), event -> moves.add(event.toString()));
        model.put(Samples.off("alpha", "kvm", CacheMode.WRITEBACK));
        model.arrange();
        assertEquals(before, lines());
        assertSame(row, lines().getFirst().getValue());
        assertNotSame(old, row.now());
        assertTrue(moves.isEmpty(), "no line was moved: " + moves);
    }

    @Test
    void machinesComeAndGoWithoutMovingTheOthers() {
        TreeItem<Row> delta = lines().getLast();
        model.put(Samples.off("bonus", "kvm", CacheMode.NONE));
        model.gone(Samples.HOST, "alpha-uuid");
        model.arrange();
        assertEquals(List.of("bonus", "bravo", "charlie", "delta"), names());
        assertSame(delta, lines().getLast());
    }

    @Test
    void aConnectionTakesItsMachinesAlong() {
        model.connectionGone(Samples.HOST);
        model.arrange();
        assertTrue(model.root.getChildren().isEmpty());
        assertEquals(0, model.count(MachinesModel.Filter.ALL).get());
    }

    @Test
    void aThousandMachinesComeInOneArrangement() {
        for (int i = 0; i < 1000; i++) model.put(Samples.off("machine %04d".formatted(i), "kvm", CacheMode.NONE));
        List<String> events = new ArrayList<>();
        model.root.getChildren().getFirst().addEventHandler(TreeItem.<Row>childrenModificationEvent(), _ -> events.add("moved"));
        model.arrange();
        assertEquals(1004, lines().size());
        assertEquals(1, events.size());
    }
}
