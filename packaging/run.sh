#!/bin/sh
# Starts Virt Companion from its sources: installs what is missing, builds what has changed.
#   packaging/run.sh                  the window
#   packaging/run.sh COMMAND ...      the command line; see packaging/run.sh --help
# VIRT_COMPANION_GPU=1 draws with the graphics card; drawing in software starts sooner and needs less memory.
set -eu
here=$(readlink -f "$0"); root=${here%/packaging/*}
. "$root/packaging/requirements.sh"
target=$root/target
main=io.github.virtcompanion.Main

# With nothing but connections it is the window. Files, settings and measurements need no libvirt; no command needs GTK.
mode=window; uri_follows=
for argument; do
    if [ -n "$uri_follows" ]; then uri_follows=; continue; fi
    case $argument in
        -c | --connect) uri_follows=yes ;;
        -c?* | --connect=* | demo) ;;
        edit | bench | settings | capture | help | -h | --help | -V | --version | --root | --root=*) mode=plain; break ;;
        *) mode="command" ;;
    esac
done

# Small and quick to start: little room for what is thrown away at once, so that memory is used again instead of more of it,
# and enough for the rest that nothing is collected while it starts; classes where they were when they were stored. What the Java machine itself has to say goes to stderr: stdout is the program's own.
start() {
    exec "$jdk/bin/java" -Xms32m -Xmn8m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m \
        -XX:+UnlockDiagnosticVMOptions -XX:TrimNativeHeapInterval=10000 -XX:ArchiveRelocationMode=0 -XX:+DisplayVMOutputToStderr -Xlog:disable "$@"
}

# JavaFX is on the module path for the window only: resolving modules costs commands a tenth of a second.
command_path() { echo "$jar:$target/lib/*:$target/javafx/*"; }

# A copy of its own: Maven writes over the one it makes, also under a window that is open.
find_jar() {
    for jar in "$target"/run/virt-companion-*.jar; do [ -e "$jar" ] && return 0; done
    return 1
}

# A directory's own time changes when a file in it is deleted or renamed, so this sees that too.
up_to_date() {
    [ -n "$jdk" ] && [ -e "$target/run.stamp" ] && read -r built_by <"$target/run.stamp" && [ "$built_by" = "$jdk" ] || return 1
    newer=$(find "$root/pom.xml" "$root/packaging/OldClasses.java" "$root/packaging/BinarySheet.java" "$root/src/main" "$root/icons" "$jdk/release" -newer "$target/run.stamp" -print -quit) || return 1
    [ -z "$newer" ] && find_jar
}

build() {
    # One builds, others wait and find it done. The lock is on the pom itself: nothing to clean up.
    exec 9<"$root/pom.xml"
    flock -n 9 || { say "another start is building; waiting for it"; flock 9; }
    if ! up_to_date; then
        say "building (the first time this also downloads the libraries it needs)"
        mkdir -p "$target"
        # What is changed while the build runs is newer than its stamp.
        echo "$jdk" >"$target/run.stamp.next"
        # Removed, not overwritten: a window that is still open keeps the files it has; and nothing deleted lives on.
        rm -rf "$target"/virt-companion-*.jar "${target:?}/run" "$target"/*.jsa "$target"/*.aot "$target/classes" "${target:?}/lib" "$target/javafx" "$target/run.stamp"
        maven -q -Dmaven.test.skip=true -f "$root/pom.xml" package </dev/null >&2 9<&- || give_up "the build failed; Maven's own words are above."
        mkdir -p "$target/run"; cp "$target"/virt-companion-*.jar "$target/run"
        find_jar || give_up "the build made no jar below $target"
        "$jdk/bin/java" "$root/packaging/OldClasses.java" "$target/lib" || give_up "the classes of $target/lib could not be brought to a newer format"
        remember_classes 9<&-
        mv "$target/run.stamp.next" "$target/run.stamp"
    fi
    exec 9<&-
}

# Classes ready to be mapped and linked, those of the command that needs most of them: commands start in half the time.
# Java checks them against the jars and does without where they do not fit.
remember_classes() {
    (start -XX:AOTCacheOutput="$target/next.aot" --enable-native-access=ALL-UNNAMED -cp "$(command_path)" \
        "$main" check -c "test://$root/src/main/resources/io/github/virtcompanion/demo/node.xml" --root / --json) </dev/null >/dev/null 2>&1 || :
    [ ! -e "$target/next.aot" ] || mv "$target/next.aot" "$target/command.aot"
}

# Without a UTF-8 locale Java can open no file whose name has other letters than English ones. The language stays what it was.
if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
    if [ -n "${LC_ALL:-}" ]; then LANG=$LC_ALL; LC_MESSAGES=$LC_ALL; export LANG LC_MESSAGES; unset LC_ALL; fi
    LC_CTYPE=C.UTF-8; export LC_CTYPE
fi

needs=
case $mode in
    window) needs=$(missing_libraries libvirt.so.0 libgtk-3.so.0 libGL.so.1 libXtst.so.6 libXxf86vm.so.1) ;;
    command) needs=$(missing_libraries libvirt.so.0) ;;
esac
find_jdk || needs="jdk $needs"
fresh=yes
up_to_date || { fresh=no; has mvn || needs="$needs maven"; }
# shellcheck disable=SC2086 # a list of words
install_needs $needs
[ -n "$jdk" ] || find_jdk || give_up "a JDK was installed, but none of version 25 or newer with javac is found: set JAVA_HOME to it."
[ $fresh = yes ] || build

if [ $mode = window ]; then
    [ -n "${DISPLAY:-}" ] || give_up "there is no display to open a window on (DISPLAY is not set): start it from a desktop or by ssh -X, or use a command (packaging/run.sh --help)."
    drawing=sw; [ -z "${VIRT_COMPANION_GPU:-}" ] || drawing=es2,sw
    start -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="$target/window.jsa" -Dprism.order=$drawing \
        --module-path "$target/javafx" --add-modules javafx.controls --enable-native-access=javafx.graphics,ALL-UNNAMED \
        -cp "$jar:$target/lib/*" "$main" "$@"
fi
# Where the cache is missing or does not fit, Java starts without it. A command ends before most of what is compiled early pays for itself:
# a tenth less CPU for check and list.
start -XX:CompileThresholdScaling=8 -XX:AOTCache="$target/command.aot" --enable-native-access=ALL-UNNAMED -cp "$(command_path)" "$main" "$@"
