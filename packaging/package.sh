#!/bin/sh
# Makes the packages: packaging/package.sh [deb] [rpm] [app-image], without words all three, into target/dist.
# All three hold the same tree with a Java runtime of its own, made of the modules that are used; nothing is compiled where
# it is installed, and no maintainer script runs there.
# The same sources, JDK and class list make the same bytes: VIRT_COMPANION_CLASSES=FILE takes the class list of an earlier
# build (target/dist/classes.list) instead of making one by starting the program. VIRT_COMPANION_SQUEEZE=1 squeezes little.
set -eu
here=$(readlink -f "$0"); root=${here%/packaging/*}
. "$root/packaging/requirements.sh"

id=io.github.virtcompanion.VirtCompanion
name=virt-companion
wanted=${*:-deb rpm app-image}
for each in $wanted; do
    case $each in deb | rpm | app-image) ;; *) give_up "what is a package of the kind $each? There are deb, rpm and app-image." ;; esac
done
target=$root/target; dist=$target/dist; work=$target/package
tree=$work/$name          # becomes /usr/lib/virt-companion
installed=/usr/lib/$name

needs=$(missing_libraries libvirt.so.0 libgtk-3.so.0 libXtst.so.6)
find_jdk || needs="jdk $needs"
for program in mvn strip desktop-file-validate appstreamcli Xvfb xauth xdotool gzip; do has "$program" || needs="$needs $program"; done
case " $wanted " in *" deb "*) has dpkg-deb || needs="$needs dpkg-deb" ;; esac
case " $wanted " in *" rpm "*) has rpmbuild || needs="$needs rpmbuild" ;; esac
# shellcheck disable=SC2086 # a list of words
install_needs $needs
[ -n "$jdk" ] || find_jdk || give_up "a JDK was installed, but none of version 25 or newer with javac is found: set JAVA_HOME to it."

umask 022
export LC_ALL=C.UTF-8 TZ=UTC0
# The pom is the one place with the version and the date of all files.
of_pom() { sed -n "s,^ *<$1>\\(.*\\)</$1>\$,\\1,p" "$root/pom.xml" | head -n 1; }
version=$(of_pom version)
SOURCE_DATE_EPOCH=$(date -d "$(of_pom project.build.outputTimestamp)" +%s); export SOURCE_DATE_EPOCH
case $(uname -m) in
    x86_64) deb_arch=amd64 ;;
    aarch64) deb_arch=arm64 ;;
    *) give_up "packages are made on x86-64 and on 64-bit ARM, not on $(uname -m)" ;;
esac
age() { find "$@" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

say "building $name $version"
rm -rf "$work" "$dist"; mkdir -p "$work" "$dist"
rm -rf "$target/classes" "${target:?}/lib" "$target/javafx" "$target"/virt-companion-*.jar "$target/run.stamp"
maven -q -Pdist -Dmaven.test.skip=true -f "$root/pom.xml" package </dev/null >&2
# What is packed are the libraries that were chosen, byte for byte, and the list of what is in the package names each.
for jar in "$target"/lib/*.jar "$target"/javafx/*.jar; do
    sum=$(sha256sum "$jar" | cut -d' ' -f1); file=$(basename "$jar")
    grep -qxF "$sum  $file" "$root/packaging/jars.sha256" || give_up "$file is not the library that packaging/jars.sha256 names (see LibrariesTest)"
    grep -qF "\"$sum\"" "$target/bom.json" || give_up "$file is not in the list of what is in the package (target/bom.json)"
done

# --- The runtime -----------------------------------------------------------------------------------------------------------
# Modules for those that the jars name in their classes; jdk.localedata for French dates and numbers. JavaFX's own libraries
# go beside Java's, or JavaFX would unpack them to the user's home at each first start.
say "linking the runtime"
# Nothing here is of Swing, of sound or of AWT's windows; one class stays in each package, for jlink insists on the packages.
{
    echo 'glob:/javafx.*/*.so'
    "$jdk/bin/jimage" list --verbose --include 'regex:/java.desktop/(javax/swing|sun/swing|com/sun/swing|com/sun/java/swing|javax/sound|com/sun/media/sound|sun/awt/X11)/.*' \
        "$jdk/lib/modules" | awk '$1 ~ /^[0-9]+$/ { print $4 }' | sort |
        awk '{ package = $0; sub("/[^/]*$", "", package) } seen[package]++ { print "glob:/java.desktop/" $0 }'
} >"$work/unused"
"$jdk/bin/jlink" --module-path "$target/javafx" --add-modules java.base,java.logging,java.desktop,jdk.unsupported,jdk.localedata,javafx.controls \
    --include-locales en,fr --strip-debug --no-header-files --no-man-pages --compress zip-9 \
    --exclude-resources="@$work/unused" --output "$work/runtime"
mkdir "$work/native"
for jar in "$target"/javafx/javafx-graphics-*-linux*.jar; do (cd "$work/native" && "$jdk/bin/jar" xf "$jar"); done
find "$work/native" -maxdepth 1 -name '*.so' -exec install -m 644 {} "$work/runtime/lib" \;
# JNA's as well.
mkdir "$work/jna"
(cd "$work/jna" && "$jdk/bin/jar" xf "$(echo "$target"/lib/jna-*.jar)" "com/sun/jna/linux-$(uname -m | tr _ -)/libjnidispatch.so")
find "$work/jna" -name libjnidispatch.so -exec install -m 644 {} "$work/runtime/lib" \;
# No window here is AWT's (ArchitectureTest: noOtherToolkit); JavaFX needs the classes of java.desktop, not its libraries.
for library in awt awt_headless awt_xawt fontmanager freetype javajpeg jawt jsound lcms mlib_image splashscreen; do rm "$work/runtime/lib/lib$library.so"; done
find "$work/runtime" \( -name '*.so' -o -name jspawnhelper \) -exec strip --strip-unneeded {} +
chmod -R u=rwX,go=rX "$work/runtime"

# --- The image -------------------------------------------------------------------------------------------------------------
say "making the image"
mkdir "$work/jars"
cp "$target/lib"/*.jar "$target"/virt-companion-*.jar "$work/jars"
# JNA without its libraries, which it has for two dozen other systems; this one's lies beside Java's.
jna=$(echo "$work/jars"/jna-[0-9]*.jar); mkdir "$work/jna-classes"
(cd "$work/jna-classes" && "$jdk/bin/jar" xf "$jna" && rm -rf com/sun/jna/*-*/)
rm "$jna"; "$jdk/bin/jar" --create --no-manifest --file "$jna" --date "$(of_pom project.build.outputTimestamp)" -C "$work/jna-classes" .
age "$work/jars" "$work/runtime"
"$jdk/bin/jpackage" --type app-image --name $name --app-version "$version" --dest "$work" --runtime-image "$work/runtime" \
    --input "$work/jars" --main-jar "virt-companion-$version.jar" --main-class io.github.virtcompanion.Main --icon "$root/icons/128.png"
# The archive is mapped where it was made for: moving it costs a tenth of a second, and its pages would be shared with nobody.
# jpackage's own launcher asks rpm and dpkg at each start whose file it is, which takes longer than starting Java. In its
# place a few lines of shell, with Java's launcher under the program's name, as ps and top show it.
cp "$work/runtime/bin/java" "$tree/lib/runtime/bin/$name"
class_path=$(sed -n 's/^app.classpath=\$APPDIR.//p' "$tree/lib/app/$name.cfg" | paste -sd:)
rm -f "$tree/bin/$name" "$tree/lib/libapplauncher.so" "$tree/lib/$name.png" "$tree/lib/app/$name.cfg" "$tree/lib/app/.jpackage.xml" "$tree/lib/app/.package"
cat >"$tree/bin/$name" <<END
#!/bin/sh
# Starts Virt Companion with the Java runtime it comes with. What the runtime itself has to say goes to stderr.
program=\$0
[ ! -L "\$program" ] || program=\$(readlink -f "\$program")
case \$program in /*) ;; *) program=\$PWD/\$program ;; esac
lib=\${program%/bin/*}/lib
exec "\$lib/runtime/bin/$name" -Xms32m -Xmn8m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128m -XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions -XX:TrimNativeHeapInterval=10000 \\
    "-XX:SharedArchiveFile=\$lib/app/classes-$version.jsa" -Xshare:auto -XX:ArchiveRelocationMode=0 -XX:+DisplayVMOutputToStderr \\
    -Xlog:disable -XX:ErrorFile=/tmp/virt-companion-crash-%p.log "-Djna.boot.library.path=\$lib/runtime/lib" -Djna.nounpack=true \\
    --enable-native-access=ALL-UNNAMED,javafx.graphics \\
    -cp "$(echo "$class_path" | sed 's,[^:]*,$lib/app/&,g')" \\
    io.github.virtcompanion.Main "\$@"
END
chmod 755 "$tree/bin/$name"
strip --strip-unneeded "$tree/lib/runtime/bin/$name"
chmod -R u=rwX,go=rX "$tree"
install -m 755 "$root/packaging/as-root" "$tree/lib/as-root"

# --- Classes ready to be mapped: the window opens in half the time ---------------------------------------------------------
# Java checks the archive against the jars and does without it where they do not fit: nothing can be old by mistake.
age "$tree"
java=$tree/lib/runtime/bin/$name
train() {
    say "starting the program once, to learn which classes it needs"
    home=$work/home; mkdir -p "$home"
    env HOME="$home" XDG_RUNTIME_DIR="$home" XDG_STATE_HOME="$home" XDG_CONFIG_HOME="$home" XDG_CACHE_HOME="$home" GSETTINGS_BACKEND=memory \
        JAVA_TOOL_OPTIONS="-Xshare:off '-XX:DumpLoadedClassList=$work/loaded'" \
        xvfb-run -a -s "-screen 0 1280x800x24" sh "$root/packaging/train.sh" "$tree/bin/$name" >"$work/train.log" 2>&1 ||
        { cat "$work/train.log" >&2; give_up "the program could not be started on a display of its own"; }
    # Each class once, in an order that does not depend on threads; then what is known of their calls.
    { grep -v '^[#@]' "$work/loaded" | sed -E 's/ id: [0-9]+$//' | sort -u; grep '^@' "$work/loaded" | sort -u; } >"$dist/classes.list"
}
if [ -n "${VIRT_COMPANION_CLASSES:-}" ]; then cp "$VIRT_COMPANION_CLASSES" "$dist/classes.list"; else train; fi
say "archiving $(grep -vc '^@' "$dist/classes.list") classes"
# By relative names, or the archive would hold where it was made; in a directory, for Java replaces that by where the jars are.
# In a copy on a path without a blank, whose escaping shifts half of the archive: other bytes for the same input.
plain=$(mktemp -d /tmp/virt-companion.XXXXXXXX)
cp -a "$tree/lib" "$plain/lib"
for each in 1 2; do
    (cd "$plain/lib" && "$plain/lib/runtime/bin/$name" -Xshare:dump -XX:+AOTClassLinking -XX:+UseSerialGC -Xmx256m -XX:SharedClassListFile="$dist/classes.list" \
        -XX:SharedArchiveFile="$work/$each.jsa" --enable-native-access=ALL-UNNAMED,javafx.graphics -cp "$(echo "$class_path" | sed 's,[^:]*,app/&,g')") >"$work/dump.log" 2>&1 ||
        { tail "$work/dump.log" >&2; rm -rf "$plain"; give_up "no archive of classes could be made"; }
done
rm -rf "$plain"
"$jdk/bin/java" "$root/packaging/SameBytes.java" "$work/1.jsa" "$work/2.jsa" "$tree/lib/app/classes-$version.jsa" >&2
"$java" -Xshare:on -XX:SharedArchiveFile="$tree/lib/app/classes-$version.jsa" -XX:+UseSerialGC "-Djna.boot.library.path=$tree/lib/runtime/lib" -Djna.nounpack=true --enable-native-access=ALL-UNNAMED,javafx.graphics \
    -cp "$(echo "$class_path" | sed "s,[^:]*,$tree/lib/app/&,g")" io.github.virtcompanion.Main --version >&2 || give_up "the archive of classes does not fit"
rm -rf "$tree/lib/runtime/bin/java" "$tree/lib/runtime/bin/keytool" "$tree/lib/runtime/lib/jexec"

# --- What lies beside the program ------------------------------------------------------------------------------------------
say "adding what belongs to a desktop"
stage=$work/root
doc=$stage/usr/share/doc/$name
put() { install -D -m "$1" "$2" "$3"; }
put 644 "$root/packaging/$id.desktop" "$stage/usr/share/applications/$id.desktop"
put 644 "$root/packaging/$id.policy" "$stage/usr/share/polkit-1/actions/$id.policy"
put 644 "$root/icons/$id.svg" "$stage/usr/share/icons/hicolor/scalable/apps/$id.svg"
for size in 16 24 32 48 64 128 256 512; do put 644 "$root/icons/$size.png" "$stage/usr/share/icons/hicolor/${size}x$size/apps/$id.png"; done
# Release notes have one home, the list of changes; metainfo and changelog are made from it.
releases=$(awk '
    function close_one() { if (open) print "      </ul></description></release>"; open = 0 }
    /^## / { close_one(); gsub(/[()]/, ""); printf "    <release version=\"%s\" date=\"%s\"><description><ul>\n", $2, $3; open = 1 }
    /^\* / { sub(/^\* /, ""); gsub(/&/, "\\&amp;"); gsub(/</, "\\&lt;"); print "      <li>" $0 "</li>" }
    END { close_one() }' "$root/packaging/CHANGELOG.md")
mkdir -p "$stage/usr/share/metainfo" "$doc"
awk -v releases="$releases" '/<releases\/>/ { print "  <releases>"; print releases; print "  </releases>"; next } /Made from CHANGELOG/ { next } { print }' \
    "$root/packaging/$id.metainfo.xml" >"$stage/usr/share/metainfo/$id.metainfo.xml"
grep -q "release version=\"$version\"" "$stage/usr/share/metainfo/$id.metainfo.xml" || give_up "packaging/CHANGELOG.md has no entry for $version"
mkdir -p "$stage/usr/share/man/man1"
gzip -9n <"$root/packaging/$name.1" >"$stage/usr/share/man/man1/$name.1.gz"
# The other shells' ask bash's.
"$tree/bin/$name" completion >"$work/completion" && grep -q '^complete -F' "$work/completion" || give_up "the program made no completion"
put 644 "$work/completion" "$stage/usr/share/bash-completion/completions/$name"
put 644 "$root/packaging/$name.zsh" "$stage/usr/share/zsh/vendor-completions/_$name"
put 644 "$root/packaging/$name.fish" "$stage/usr/share/fish/vendor_completions.d/$name.fish"
put 644 "$root/packaging/copyright" "$doc/copyright"
put 644 "$root/README.md" "$doc/README.md"
put 644 "$target/bom.json" "$doc/sbom.cdx.json"
for jar in "$tree"/lib/app/*.jar; do
    known=
    for pattern in $(sed -n 's/^Files: //p' "$root/packaging/copyright"); do
        # shellcheck disable=SC2254 # patterns are what these are
        case $(basename "$jar") in virt-companion-*) known=yes ;; $pattern) [ "$pattern" = '*' ] || known=yes ;; esac
    done
    [ -n "$known" ] || give_up "packaging/copyright does not tell the licence of $(basename "$jar")"
done
desktop-file-validate "$stage/usr/share/applications/$id.desktop"
appstreamcli validate --no-net --no-color "$stage/usr/share/metainfo/$id.metainfo.xml" >&2
mkdir -p "$stage/usr/bin" "$stage/usr/lib"
ln -s "../lib/$name/bin/$name" "$stage/usr/bin/$name"
cp -a "$tree" "$stage$installed"
age "$stage"
installed_kib=$(du -sk --apparent-size "$stage" | cut -f1)

# --- The packages ----------------------------------------------------------------------------------------------------------
summary="companion to virt-manager: why a virtual machine is slow"

make_deb() {
    deb=$work/deb; cp -a "$stage" "$deb"
    mkdir -p "$deb/DEBIAN" "$deb/usr/share/lintian/overrides"
    put 644 "$root/packaging/lintian-overrides" "$deb/usr/share/lintian/overrides/$name"
    awk -v name=$name '
        function close_one() { if (open) printf "\n -- Virt Companion <virtcompanion@users.noreply.github.com>  %s\n\n", when; open = 0 }
        /^## / { close_one(); gsub(/[()]/, ""); command = "date -R -d " $3; command | getline when; close(command); open = 1
                 printf "%s (%s) unstable; urgency=medium\n\n", name, $2 }
        /^\* / { line = "  *"; for (i = 2; i <= NF; i++) { if (length(line) + length($i) > 76) { print line; line = "   " } line = line " " $i } print line }
        END { close_one() }' "$root/packaging/CHANGELOG.md" | sed '$d' | gzip -9n >"$deb/usr/share/doc/$name/changelog.gz"
    {
        echo "Package: $name"
        echo "Version: $version"
        echo "Architecture: $deb_arch"
        echo "Maintainer: Virt Companion <virtcompanion@users.noreply.github.com>"
        echo "Installed-Size: $installed_kib"
        # Two names for GTK: Debian 12 and Ubuntu 22.04, and what came after. libXtst is what JavaFX uses of X beside GTK.
        echo "Depends: libc6 (>= 2.17), libgtk-3-0t64 | libgtk-3-0, libvirt0, libxtst6, zlib1g"
        echo "Recommends: libvirt-daemon-system, pkexec | policykit-1, qemu-utils, virt-manager, virt-viewer"
        echo "Suggests: libgl1, libxxf86vm1"
        echo "Section: admin"
        echo "Priority: optional"
        echo "Homepage: https://github.com/virtcompanion/virt-companion"
        echo "Description: $summary"
        sed 's/^$/./; s/^/ /' "$root/packaging/description"
    } >"$deb/DEBIAN/control"
    (cd "$deb" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$deb/DEBIAN/md5sums"
    age "$deb"
    dpkg-deb --root-owner-group -Zxz "-z${VIRT_COMPANION_SQUEEZE:-6}" --build "$deb" "$dist/${name}_${version}_$deb_arch.deb" >/dev/null
}

make_rpm() {
    # rpmbuild's own scripts take a path apart at its blanks, so it works in one that has none.
    topdir=$(TMPDIR=/tmp mktemp -d)
    ln -s "$stage" "$topdir/stage"
    zstd=19; [ -z "${VIRT_COMPANION_SQUEEZE:-}" ] || zstd=$((VIRT_COMPANION_SQUEEZE * 2 + 1))
    {
        echo "%define _topdir $topdir"
        echo "%define stage $topdir/stage"
        sed "s/@VERSION@/$version/; s/@SUMMARY@/$summary/; s/@SQUEEZE@/$zstd/" "$root/packaging/$name.spec" | awk -v file="$root/packaging/description" '
            /^@DESCRIPTION@$/ { while ((getline line < file) > 0) print line; next } { print }'
        echo "%changelog"
        awk '/^## / { gsub(/[()]/, ""); command = "date \"+%a %b %d %Y\" -d " $3; command | getline when; close(command)
                      printf "* %s Virt Companion <virtcompanion@users.noreply.github.com> - %s-1\n", when, $2 }
             /^\* / { sub(/^\* /, "- "); gsub(/%/, "%%"); print }' "$root/packaging/CHANGELOG.md"
    } >"$topdir/$name.spec"
    code=0; rpmbuild -bb --quiet --define "_rpmdir $topdir" --define "_buildhost localhost" "$topdir/$name.spec" >"$work/rpm.log" 2>&1 || code=$?
    [ $code != 0 ] || mv "$topdir/$(uname -m)/"*.rpm "$dist/"
    rm -rf "$topdir"
    [ $code = 0 ] || { tail "$work/rpm.log" >&2; give_up "rpmbuild failed"; }
}

# To be unpacked anywhere: bin/virt-companion starts it, share has what a desktop may want.
make_app_image() {
    image=$work/image/$name-$version
    mkdir -p "$image"
    cp -a "$tree/." "$image"
    cp -a "$stage/usr/share" "$image/share"
    cp "$root/LICENSE" "$image/LICENSE"
    age "$image"
    level=9; [ -z "${VIRT_COMPANION_SQUEEZE:-}" ] || level=6
    tar -C "$work/image" --sort=name --owner=0 --group=0 --numeric-owner -c "$name-$version" | gzip "-${level}n" >"$dist/$name-$version-linux-$(uname -m).tar.gz"
}

for each in $wanted; do
    say "making the $each"
    case $each in deb) make_deb ;; rpm) make_rpm ;; app-image) make_app_image ;; esac
done
(cd "$dist" && sha256sum ./*.deb ./*.rpm ./*.tar.gz 2>/dev/null >SHA256SUMS) || :
# What takes the room, and the limits: a download of 60 MB, 150 MB once installed.
say "made, with $((installed_kib / 1024)) MiB once installed, of which in MiB:"
# shellcheck disable=SC2048,SC2086 # patterns, for there
part() { what=$1; shift; printf '%6d  %s\n' "$(($(cd "$stage$installed" && du -ck --apparent-size $* | tail -n 1 | cut -f1) / 1024))" "$what" >&2; }
part "Java's and JavaFX's classes" lib/runtime/lib/modules
part "libraries of Java and JavaFX" "lib/runtime/lib/*.so" lib/runtime/lib/server
part "this program and its libraries" "lib/app/*.jar"
part "classes ready to be mapped" "lib/app/*.jsa"
(cd "$dist" && for each in *.deb *.rpm *.tar.gz; do [ ! -e "$each" ] || printf '%s: %d kB\n' "$each" $(($(stat -c %s "$each") / 1000)); done) >&2
[ $installed_kib -le $((150000000 / 1024)) ] || give_up "that is more than 150 MB"
[ -z "$(find "$dist" -type f \( -name '*.deb' -o -name '*.rpm' -o -name '*.tar.gz' \) -size +60000000c)" ] || give_up "a package is larger than 60 MB"
