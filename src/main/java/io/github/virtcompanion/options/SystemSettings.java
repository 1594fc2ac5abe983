package io.github.virtcompanion.options;

import io.github.virtcompanion.options.Setting.Group;
import io.github.virtcompanion.options.Setting.Origin;
import io.github.virtcompanion.options.Setting.Trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the machine tells of itself, its share of the host's disks, its protection from the host, and QEMU's own command line.
final class SystemSettings {
    private static final String DEVICE = "./blkiotune/device[path='*']";
    private static final String LABEL = "./seclabel[@model='*']";
    private static final String SECURITY = "./launchSecurity";
    private static final String SEV = "<launchSecurity type='sev'>\n  <policy>0x0003</policy>\n</launchSecurity>";
    private static final String SNP = "<launchSecurity type='sev-snp'>\n  <policy>0x00030000</policy>\n</launchSecurity>";

    private SystemSettings() {}

    static List<Setting> all() {
        List<Setting> all = new ArrayList<>(Stream.of(
                Line.choice("os.smbios", "./os/smbios/@mode", "emulate", "emulate", "host", "sysinfo").explained(),
                sysinfo("bios"), sysinfo("system"), sysinfo("baseBoard").since("1.2.18"), sysinfo("chassis").since("4.1.0"),
                Line.name("genid", "./genid").since("4.4.0").at("general-metadata"),
                Line.number("blkiotune.weight", "./blkiotune/weight", 100, 1000, "").by(Origin.HOST).live().at("block-i-o-tuning"),
                block("weight", 100, 1000, ""), block("read_bytes_sec", 0, Long.MAX_VALUE, "bytes/s").since("1.2.2"), block("write_bytes_sec", 0, Long.MAX_VALUE, "bytes/s").since("1.2.2"),
                block("read_iops_sec", 0, 1_000_000_000, "1/s").since("1.2.2"), block("write_iops_sec", 0, 1_000_000_000, "1/s").since("1.2.2"),
                Line.text("resource.partition", "./resource/partition").since("1.0.5").by(Origin.LIBVIRT).at("resource-partitioning"),
                Line.choice("seclabel.*.type", new Place.Device(LABEL + "/@type", LABEL, "<seclabel type='%s' model='*'/>"), "dynamic", "dynamic", "static", "none").explained().risky("none").at("security-label"),
                Line.text("seclabel.*.label", new Wrapping.Core(new Place.Plain(LABEL + "/label"), LABEL, "<seclabel type='static' model='*' relabel='no'>\n  <label>x</label>\n</seclabel>")).is(Trait.DRIFTS).at("security-label"),
                Line.yesNo("seclabel.*.relabel", LABEL + "/@relabel", "").by(Origin.LIBVIRT).requires("seclabel.*.type").is(Trait.DRIFTS).at("security-label"),
                Line.text("seclabel.*.baselabel", LABEL + "/baselabel").by(Origin.HOST).requires("seclabel.*.type").at("security-label"),
                Line.choice("security.type", new Place.Device(SECURITY + "/@type", SECURITY, Map.of("sev", SEV, "sev-snp", SNP, "", "<launchSecurity type='%s'/>")), "",
                        "sev", "sev-snp@10.5.0", "tdx@11.6.0", "s390-pv@7.6.0")
                        .explained().since("4.5.0").risky("*").told("launchSecurity").at("launch-security").is(Trait.KVM_ONLY),
                Line.name("security.policy", policy()).since("4.5.0").at("launch-security"),
                Line.number("security.cbitpos", SECURITY + "/cbitpos", 0, 63, "").requires("security.type").since("4.5.0").by(Origin.HOST).at("launch-security"),
                Line.number("security.reducedPhysBits", SECURITY + "/reducedPhysBits", 0, 63, "").requires("security.type").since("4.5.0").by(Origin.HOST).at("launch-security"),
                Line.yesNo("security.kernelHashes", SECURITY + "/@kernelHashes", "no").requires("security.type").since("8.0.0").at("launch-security")).map(line -> line.in(Group.SYSTEM)).toList());
        all.addAll(Stream.of(
                Line.text("qemu.commandline", new Lists.Words()).risky("*"),
                Line.text("qemu.env.*", new Variable()).risky("*"),
                Line.name("qemu.override.*", new Overrides()).since("8.2.0").risky("*").at("https://libvirt.org/drvqemu.html#overriding-properties-of-qemu-devices")).map(line -> line.in(Group.QEMU)).toList());
        return all;
    }

    /// SEV must have one, and each of its kinds has a bit in it that the other has not; TDX need not.
    private static Place policy() {
        Place policy = new Place.Plain(SECURITY + "/policy");
        return new Wrapping.Instead(new Wrapping.Framed(policy, SECURITY, SEV), Map.of(SECURITY + "[@type='sev-snp']", new Wrapping.Framed(policy, SECURITY, SNP),
                SECURITY + "[@type='tdx']", policy));
    }

    private static Line sysinfo(String table) {
        return Line.text("sysinfo." + table + ".*", "./sysinfo[@type='smbios']/" + table + "/entry[@name='*']").by(Origin.MACHINE);
    }

    private static Line block(String limit, long from, long to, String unit) {
        String frame = "<device>\n  <path>*</path>\n</device>";
        return Line.number("blkiotune.device.*." + limit, new Wrapping.Framed(new Place.Plain(DEVICE + "/" + limit), DEVICE, frame), from, to, unit).live().at("block-i-o-tuning");
    }
}
