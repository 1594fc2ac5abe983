package io.github.virtcompanion.ui;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

class NewConnectionTest {
    @ParameterizedTest
    @CsvSource(emptyValue = "", textBlock = """
            QEMU_SYSTEM,  '',  '',   '',             '',                    qemu:///system
            QEMU_SESSION, '',  '',   '',             '',                    qemu:///session
            XEN,          '',  '',   '',             '',                    xen:///
            QEMU_SYSTEM,  ssh, root, server,         '',                    qemu+ssh://root@server/system
            QEMU_SYSTEM,  ssh, '',   server:2222,    '',                    qemu+ssh://server:2222/system
            QEMU_SYSTEM,  tls, me,   server.lan,     '',                    qemu+tls://server.lan/system
            LXC,          ssh, me,   fe80::1,        '',                    lxc+ssh://me@[fe80::1]/
            QEMU_SYSTEM,  ssh, '',   ' ',            '',                    ''
            QEMU_SYSTEM,  ssh, a b,  server,         '',                    ''
            QEMU_SYSTEM,  ssh, '',   server/evil,    '',                    ''
            CUSTOM,       '',  '',   '',             ' test:///default ',   test:///default
            CUSTOM,       '',  '',   '',             'no uri',              ''
            CUSTOM,       '',  '',   '',             '',                    ''
            """)
    void fieldsMakeLibvirtsUri(NewConnection.Kind kind, String transport, String user, String host, String custom, String uri) {
        assertEquals(Optional.of(uri).filter(text -> !text.isEmpty()), new NewConnection(kind, transport, user, host, custom).uri());
    }
}
