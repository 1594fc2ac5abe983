package io.github.virtcompanion.libvirt;

import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/// libvirt's test driver with a user and a password: `anna`, `grün`.
class AuthenticationTest {
    private static final String GUARDED = "test://" + Path.of("src/test/resources/io/github/virtcompanion/libvirt/guarded.xml").toUri().getRawPath();

    @Test
    void asksForUserAndPassword() throws FailedException {
        List<Boolean> echoes = new ArrayList<>();
        Credentials anna = (_, echo) -> {
            echoes.add(echo);
            return Optional.of(echo ? "anna" : "grün");
        };
        try (Hypervisor open = Libvirt.open(GUARDED, false, anna)) {
            assertEquals(List.of(), open.domains());
        }
        assertEquals(List.of(true, false), echoes);
    }

    @Test
    void nobodyToAskIsSaid() {
        assertEquals("libvirt.password-needed.what", refusal(Credentials.NONE));
    }

    @Test
    void aWrongPasswordIsSaid() {
        assertEquals("libvirt.auth-failed.what", refusal((_, _) -> Optional.of("")));
        assertEquals("libvirt.auth-failed.what", refusal((_, _) -> Optional.of("anna")));
    }

    @Test
    void aFaultWhileAskingIsNoLogin() {
        assertEquals("libvirt.password-needed.what", refusal((_, _) -> {
            throw new IllegalStateException("the dialog broke");
        }));
    }

    /// libvirt frees the answers: were they not its own kind of memory, this would end the JVM.
    @Test
    void answersAreLibvirtsToFree() throws FailedException {
        for (int i = 0; i < 2000; i++) Libvirt.open(GUARDED, true, (_, echo) -> Optional.of(echo ? "anna" : "grün")).close();
    }

    private static String refusal(Credentials credentials) {
        FailedException refused = assertThrows(FailedException.class, () -> Libvirt.open(GUARDED, false, credentials));
        assertEquals(LibvirtFailure.AUTH_FAILED, LibvirtFailure.of(refused).code());
        return refused.failure().what().key();
    }
}
