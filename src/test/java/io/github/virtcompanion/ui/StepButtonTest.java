package io.github.virtcompanion.ui;

import io.github.virtcompanion.inventory.ConnectionSpec;
import io.github.virtcompanion.inventory.Inventory;
import io.github.virtcompanion.model.FailedException;
import io.github.virtcompanion.model.Failure;
import io.github.virtcompanion.model.Message;
import io.github.virtcompanion.model.Virtualization.Step;
import io.github.virtcompanion.system.Administrator;
import io.github.virtcompanion.system.Commands;
import io.github.virtcompanion.system.SystemFiles;
import io.github.virtcompanion.words.Words;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Which steps have a button. What the helper behind it does is AdministratorTest's, and the real polkit packaging/test-installed.sh's.
class StepButtonTest {
    private Inventory inventory;

    @BeforeEach
    void open() throws Exception {
        FxToolkit.registerPrimaryStage();
        FxToolkit.registerStage(Stage::new);
        inventory = new Inventory(List.of(ConnectionSpec.of("qemu:///system"), ConnectionSpec.of("qemu+ssh://there/system"), ConnectionSpec.demo()),
                (_, _) -> { throw new Failure(Message.of("libvirt.lost.what"), Message.of("libvirt.lost.next"), "").asException(); },
                (_, _, _) -> { throw new IllegalStateException(); }, false);
        inventory.start();
    }

    @AfterEach
    void close() throws Exception {
        inventory.close();
        FxToolkit.cleanupStages();
    }

    @Test
    void theStepsThatTheHelperKnowsHaveOneOnThisMachineAlone() {
        assertEquals("Load it…", words(0, "sudo modprobe kvm_intel"));
        assertEquals("Read it…", words(0, "sudo modprobe msr && sudo rdmsr 0x3a"));
        for (String other : List.of("", "sudo modprobe kvm_hv", "sudo modprobe -r vmmon", "sudo modprobe kvm; rm -r /", "echo kvm | sudo tee /etc/modules-load.d/kvm.conf"))
            assertEquals("", words(0, other), other);
        assertEquals("", words(1, "sudo modprobe kvm_intel"), "another host");
        assertEquals("", words(2, "sudo modprobe kvm_intel"), "the demo");
    }

    @Test
    void withoutTheHelperThereIsNone() {
        assertTrue(button(_ -> {}, 0, "sudo modprobe kvm_intel").isEmpty());
    }

    private String words(int connection, String command) {
        return button(new Programs() {
            @Override
            public void start(List<String> program) throws FailedException {}

            @Override
            public Optional<Administrator> administrator() {
                return Optional.of(new Administrator(new Commands(SystemFiles.realHost()), List.of("false")));
            }
        }, connection, command).map(Button::getText).orElse("");
    }

    private Optional<Button> button(Programs programs, int connection, String command) {
        Desk desk = new Desk(new Words(Locale.ENGLISH), new InPlace(), inventory, null, null, null, null, null, null, programs, new Notices());
        return StepButton.of(desk, new Step(Message.of("model.quoted", "x"), command), Optional.of(inventory.connections().get(connection)));
    }
}
