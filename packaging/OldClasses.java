import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;

/// `java OldClasses.java DIRECTORY`: brings the classes in a directory's jars that are compiled for Java 5 to the format of Java 8.
///
/// Java keeps no class in an archive that its old verifier has to look at: picocli's 173 were read and verified at every start.
/// Their instructions stay as they are; what is added is the map of types that the newer
/// verifier checks instead of finding it out. The same jar gives the same bytes.
final class OldClasses {
    /// The first whose verifier needs the map alone.
    private static final int MAPPED = ClassFile.JAVA_7_VERSION;

    public static void main(String... arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
            jars = all.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) urls[i] = jars.get(i).toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.defaultResolver().orElse(ClassHierarchyResolver.ofResourceParsing(loader).cached())));
            for (Path jar : jars) if (old(jar)) renew(format, jar);
        }
    }

    private static boolean old(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            for (JarEntry entry : Collections.list(file.entries())) if (isClass(entry) && major(bytes(file, entry)) < MAPPED) return true;
            return false;
        }
    }

    private static void renew(ClassFile format, Path jar) throws IOException {
        Path renewed = jar.resolveSibling(jar.getFileName() + ".new");
        try (JarFile file = new JarFile(jar.toFile(), false); OutputStream out = Files.newOutputStream(renewed); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (JarEntry entry : Collections.list(file.entries())) {
                byte[] bytes = bytes(file, entry);
                if (isClass(entry) && major(bytes) < MAPPED) bytes = renewed(format, bytes);
                JarEntry same = new JarEntry(entry.getName());
                same.setTimeLocal(entry.getTimeLocal());
                zip.putNextEntry(same);
                zip.write(bytes);
                zip.closeEntry();
            }
        }
        Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] renewed(ClassFile format, byte[] bytes) {
        ClassModel old = format.parse(bytes);
        ClassTransform version = (made, part) -> {
            if (part instanceof ClassFileVersion) made.withVersion(ClassFile.JAVA_8_VERSION, 0);
            else made.with(part);
        };
        // A method that is passed on as it is gets no map.
        ClassTransform map = ClassTransform.transformingMethods((made, part) -> {
            if (part instanceof CodeModel code) made.withCode(code::forEach);
            else made.with(part);
        });
        byte[] made = format.transformClass(old, version.andThen(map));
        List<VerifyError> wrong = format.verify(made);
        if (!wrong.isEmpty()) throw wrong.getFirst();
        return made;
    }

    /// Those for newer Javas are new, and a module's description is none that runs.
    private static boolean isClass(JarEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/") && !entry.getName().equals("module-info.class");
    }

    private static int major(byte[] bytes) {
        return (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
    }

    private static byte[] bytes(JarFile file, JarEntry entry) throws IOException {
        return file.getInputStream(entry).readAllBytes();
    }
}
