package io.github.virtcompanion.ui;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RememberedTest {
    @Test
    void whatWasSavedComesBack() {
        List<String> saved = new ArrayList<>();
        Remembered first = new Remembered("", saved::add);
        first.put("list.selected", "qemu:///system 1234-5678");
        first.put("path", "C:\\x = #y");
        first.put("window.width", "88.25");
        first.save();
        Remembered second = new Remembered(saved.getFirst(), saved::add);
        assertEquals("qemu:///system 1234-5678", second.text("list.selected", ""));
        assertEquals("C:\\x = #y", second.text("path", ""));
        assertEquals(88.25, second.number("window.width", 1));
    }

    @Test
    void damageIsTheFirstDay() {
        assertEquals("no", new Remembered("a=\\uZZZZ", _ -> {}).text("a", "no"));
        assertEquals(3, new Remembered("n=many", _ -> {}).number("n", 3));
    }
}
