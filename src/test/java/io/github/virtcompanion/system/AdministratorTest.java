package io.github.virtcompanion.system;

import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// With shells in the place of pkexec; packaging/test-installed.sh asks the real one.
final class AdministratorTest {
    private static Administrator thatDoes(String does) {
        return new Administrator(new Commands(SystemFiles.realHost()), List.of("sh", "-c", does, "helper"));
    }

    private static FailedException failed(String does) {
        return assertThrows(FailedException.class, () -> thatDoes(does).load("kvm_intel"));
    }

    @Test
    void theHelperIsToldWhichModule() throws Exception {
        thatDoes("[ \"$*\" = 'modprobe kvm_intel' ]").load("kvm_intel");
        FailedException failed = failed("echo 'could not insert' >&2; exit 1");
        assertEquals("system.module.failed", failed.failure().what().key());
        assertEquals("could not insert", failed.failure().details());
    }

    @Test
    void theRegisterIsToldAsRdmsrDoes() throws Exception {
        assertEquals("1", thatDoes("[ \"$*\" = msr ] && echo 0000000000000001").lock());
        assertEquals("0", thatDoes("echo 0000000000000000").lock());
    }

    @Test
    void whoeverMayNotIsToldSo() {
        assertEquals("system.held.sent-away", failed("exit 126").failure().what().key());
        assertEquals("system.held.refused", failed("exit 127").failure().what().key());
        // Word by word pkexec's, without an agent and without a terminal.
        assertEquals("system.held.nobody", failed("echo 'Error creating textual authentication agent: Error opening current controlling terminal' >&2; exit 127").failure().what().key());
    }

    @Test
    void onlyModulesOfKvmAreLoaded() {
        assertTrue(Administrator.loads("kvm_amd"));
        assertFalse(Administrator.loads("msr"));
        assertFalse(Administrator.loads("kvm_hv"));
    }
}
