package io.github.virtcompanion.ui;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SavedFilterTest {
    @Test
    void whatIsWrittenIsRead() {
        List<SavedFilter> all = List.of(new SavedFilter("été & co; ok", MachinesModel.Filter.UNSAFE, "web;1", "a=b\n\"c\""), new SavedFilter("all", MachinesModel.Filter.ALL, "", ""));
        assertEquals(all, SavedFilter.read(SavedFilter.write(all)));
        assertEquals(List.of(), SavedFilter.read(""));
        assertEquals(List.of(all.getLast()), SavedFilter.read("damaged;%zz&all&&;" + SavedFilter.write(all.subList(1, 2))));
    }
}
