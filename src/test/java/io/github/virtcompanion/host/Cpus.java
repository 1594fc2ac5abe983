package io.github.virtcompanion.host;

/// Texts of `/proc/cpuinfo` and of the loader's diagnostics, made for tests.
public final class Cpus {
    public static final String INTEL = "fpu vme de pse tsc msr lm constant_tsc pni pclmulqdq ssse3 cx16 sse4_1 sse4_2";
    public static final String AMD = "fpu vme de pse tsc msr lm mmxext fxsr_opt pni cmp_legacy extapic misalignsse";
    public static final String I7_2600 = "Intel(R) Core(TM) i7-2600 CPU @ 3.40GHz";

    private Cpus() {}

    public static String x86(String vendor, int family, int model, String name, String flags) {
        String one = """
                processor\t: %d
                vendor_id\t: %s
                cpu family\t: %d
                model\t\t: %d
                model name\t: %s
                stepping\t: 7
                flags\t\t: %s
                bugs\t\t: cpu_meltdown svm_lock vmx
                bogomips\t: 6784.43

                """;
        return one.formatted(0, vendor, family, model, name, flags) + one.formatted(1, vendor, family, model, name, flags);
    }

    public static String intel(String flags) {
        return x86("GenuineIntel", 6, 42, I7_2600, INTEL + " " + flags);
    }

    public static String pentium(String flags) {
        return x86("GenuineIntel", 6, 42, "Intel(R) Pentium(R) CPU G640 @ 2.80GHz", INTEL + " " + flags);
    }

    public static String amd(String flags) {
        return x86("AuthenticAMD", 23, 1, "AMD Ryzen 5 1600 Six-Core Processor", AMD + " " + flags);
    }

    /// What ld.so says of an i7-2600.
    public static String intelRaw(boolean vmx, boolean hypervisor) {
        return raw(6, 0x2a, 0x206a7, 0x1fbae3df | (vmx ? 1 << 5 : 0) | (hypervisor ? 1 << 31 : 0), 1);
    }

    public static String amdRaw(boolean svm) {
        return raw(0x17, 1, 0x800f11, 0x7ed8320b, 0x35c233fb & ~(1 << 2) | (svm ? 1 << 2 : 0));
    }

    public static String k8Raw() {
        return raw(0xf, 0x4f, 0x40ff2, 0x2001, 0x19);
    }

    private static String raw(int family, int model, int signature, int leaf1, int extended) {
        return """
                dl_dst_lib="lib/x86_64-linux-gnu"
                x86.cpu_features.basic.kind=0x1
                x86.cpu_features.basic.family=0x%x
                x86.cpu_features.basic.model=0x%x
                x86.cpu_features.features[0x0].cpuid[0x0]=0x%x
                x86.cpu_features.features[0x0].cpuid[0x2]=0x%x
                x86.cpu_features.features[0x0].active[0x2]=0xffffffff
                x86.cpu_features.features[0x2].cpuid[0x2]=0x%x
                """.formatted(family, model, signature, leaf1, extended);
    }
}
