package io.github.virtcompanion.xml;

import io.github.virtcompanion.model.Details;
import io.github.virtcompanion.model.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DetailsReaderTest {
    private static Details details(String inner) throws FailedException {
        return DefinitionReader.read("<domain type='kvm'>" + inner + "</domain>").details();
    }

    @Test
    void devicesAndFeatures() throws FailedException {
        Details read = details("<memoryBacking><hugepages/></memoryBacking><features><hyperv><relaxed state='on'/></hyperv></features>"
                + "<cpu mode='host-model'><feature policy='require' name='vmx'/><feature policy='disable' name='svm'/><feature name='aes'/></cpu><devices>"
                + "<interface type='network'><mac address='52:54:00:00:00:01'/><model type='e1000'/></interface><interface type='bridge'><target dev='vnet0'/></interface></devices>");
        assertEquals(List.of(new Details.Nic("52:54:00:00:00:01", "e1000", "52:54:00:00:00:01"), new Details.Nic("vnet0", "")), read.nics());
        assertTrue(read.hyperv());
        assertTrue(read.hugePages());
        assertEquals(Set.of("vmx", "aes"), read.requiredCpu());
        assertEquals(Details.NONE, details(""));
        assertFalse(details("<features><hyperv><relaxed state='off'/></hyperv></features>").hyperv());
        assertTrue(details("<features><hyperv mode='passthrough'/></features>").hyperv());
        assertEquals(1 << 20, details("<memoryBacking><hugepages><page size='1' unit='G'/></hugepages></memoryBacking>").hugePageKiB());
        assertEquals(2048, details("<memoryBacking><hugepages><page size='2048'/></hugepages></memoryBacking>").hugePageKiB());
        assertEquals(0, details("<memoryBacking><hugepages/></memoryBacking>").hugePageKiB());
        for (String several : List.of("<page size='2048' unit='KiB' nodeset='0'/>", "<page size='2' unit='M'/><page size='1' unit='G' nodeset='1'/>", "<page size='many'/>", "<page/>")) {
            Details details = details("<memoryBacking><hugepages>" + several + "</hugepages></memoryBacking>");
            assertTrue(details.hugePages() && details.hugePageKiB() == -1, several);
        }
        assertFalse(details("<memoryBacking><locked/></memoryBacking>").hugePages());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # os                                              | devices                                                                                                                | installing
            <boot dev='cdrom'/><boot dev='hd'/>               | <disk device='cdrom'><source file='/a.iso'/></disk>                                                                    | true
            <boot dev='cdrom'/>                               | <disk device='cdrom'/>                                                                                                 | false
            <boot dev='hd'/><boot dev='cdrom'/>               | <disk device='cdrom'><source file='/a.iso'/></disk>                                                                    | false
            ''                                                | <disk device='cdrom'><source file='/a.iso'/><boot order='1'/></disk><disk><boot order='2'/></disk>                     | true
            ''                                                | <disk device='cdrom'><source file='/a.iso'/><boot order='2'/></disk><disk><source file='/b'/><boot order='1'/></disk>  | false
            ''                                                | <interface type='user'><boot order='1'/></interface><disk device='cdrom'><source file='/a.iso'/><boot order='2'/></disk> | false
            <kernel>/k</kernel>                               | ''                                                                                                                     | true
            """)
    void installations(String os, String devices, boolean expected) throws FailedException {
        assertEquals(expected, details("<on_reboot>destroy</on_reboot><os>" + os + "</os><devices>" + devices + "</devices>").installing());
    }

    @Test
    void aKernelFileAloneIsNoInstallation() throws FailedException {
        assertFalse(details("<on_reboot>restart</on_reboot><os><kernel>/k</kernel></os>").installing());
    }

    @Test
    void tagsAreOurOwnAndTheRestOfTheMetadataIsForSearching() throws FailedException {
        Details read = details("<metadata><vc:tags xmlns:vc='" + Tags.NAMESPACE + "'><vc:tag>web</vc:tag><vc:tag> R&amp;D </vc:tag><vc:tag/></vc:tags>"
                + "<other:tags xmlns:other='urn:other'><other:tag name='theirs'>not ours</other:tag></other:tags></metadata>");
        assertEquals(List.of("web", "R&D"), read.tags());
        assertTrue(read.metadata().contains("theirs not ours"), read.metadata());
        assertEquals(java.util.Optional.of("<tags><tag>R&amp;D</tag><tag>&lt;x&gt;</tag></tags>"), Tags.element(List.of("R&D", "<x>")));
        assertEquals(java.util.Optional.empty(), Tags.element(List.of()));
    }
}
