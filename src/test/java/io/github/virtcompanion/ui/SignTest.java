package io.github.virtcompanion.ui;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kordamp.ikonli.Ikon;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SignTest {
    @ParameterizedTest
    @EnumSource
    void isThatOfTheFont(Sign sign) throws ReflectiveOperationException {
        String letter = sign.name().substring(0, 1);
        Ikon font = (Ikon) Class.forName("org.kordamp.ikonli.materialdesign2.MaterialDesign" + letter).getField(sign.name()).get(null);
        assertEquals(font.getCode(), sign.getCode());
        assertEquals(font.getDescription(), sign.getDescription());
    }
}
