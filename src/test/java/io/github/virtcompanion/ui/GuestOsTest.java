package io.github.virtcompanion.ui;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class GuestOsTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            http://debian.org/debian/12,            Debian 12,                true
            http://ubuntu.com/ubuntu/24.04,         Ubuntu 24.04,             true
            http://microsoft.com/win/11,            Windows 11,               true
            http://microsoft.com/win/2k19,          Windows Server 2019,      true
            http://microsoft.com/win/2k8r2,         Windows Server 2008 R2,   true
            http://microsoft.com/win/xp,            Windows XP,               true
            http://microsoft.com/winnt/4.0,         Windows NT,              true
            http://freebsd.org/freebsd/14.1,        FreeBSD 14.1,             true
            http://openbsd.org/openbsd/7.4,         OpenBSD 7.4,              false
            http://archlinux.org/archlinux/rolling, Arch Linux rolling,       true
            http://libosinfo.org/linux/2022,        Linux 2022,               true
            http://debian.org/debian/unknown,       Debian,                   true
            made-up,                                made-up,                  false
            """)
    void libosinfosIdIsSaidAsPeopleSayIt(String id, String name, boolean pictured) {
        assertEquals(name, GuestOs.ofId(id).name());
        assertEquals(pictured, GuestOs.ofId(id).icon().isPresent());
    }
}
