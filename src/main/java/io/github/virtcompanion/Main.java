package io.github.virtcompanion;

import io.github.virtcompanion.libvirt.Libvirt;
import io.github.virtcompanion.system.Typed;

/// Starts the program: the window, or with a command the command line.
///
/// Not a JavaFX application itself, so that JavaFX may come from the class path.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Java takes the home directory from the list of users; libvirt, GTK and the XDG specification take $HOME.
        String home = System.getenv("HOME");
        if (home != null && home.startsWith("/")) System.setProperty("user.home", home);
        int exit = new App().run(Typed.words(arguments));
        Libvirt.end();
        // Threads of JavaFX, libvirt and a hung host must not keep a finished command alive.
        System.exit(exit);
    }
}
