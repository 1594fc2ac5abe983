#!/bin/sh
# Makes the packages and tries them as somebody would who has nothing but the file: packaging/test-packages.sh
# The deb is installed by apt into a clean root (Debian and Ubuntu), started by its desktop entry on a display of its own without
# a network, used, replaced by a newer one, and removed; the rpm is unpacked by rpm, verified and started. Needs root, as for apt.
# VIRT_COMPANION_PICTURES=DIR keeps pictures of what was on the screen.
set -eu
here=$(readlink -f "$0"); root=${here%/packaging/*}
. "$root/packaging/requirements.sh"
name=virt-companion
dist=$root/target/dist

if [ "${1:-}" != inside ]; then
    VIRT_COMPANION_SQUEEZE=${VIRT_COMPANION_SQUEEZE:-1}; export VIRT_COMPANION_SQUEEZE
    "$root/packaging/package.sh" deb rpm app-image
    needs=
    for program in lintian rpmlint rpm Xvfb xdotool unshare setpriv; do has "$program" || needs="$needs $program"; done
    # shellcheck disable=SC2086 # a list of words
    install_needs $needs
    say "asking lintian and rpmlint"
    if has lintian; then lintian --fail-on error "$dist"/*.deb; fi
    rpmlint -c "$root/packaging/rpmlint.toml" "$dist"/*.rpm >"$root/target/rpmlint.log" 2>&1 || { cat "$root/target/rpmlint.log"; give_up "rpmlint has errors"; }

    say "making the deb once more elsewhere: the bytes are to be the same"
    again=$root/target/package/again; mkdir -p "$again/target"
    cp -a "$root/pom.xml" "$root/src" "$root/packaging" "$root/icons" "$root/LICENSE" "$root/README.md" "$again"
    # Maven's store is the same; nothing else is.
    VIRT_COMPANION_CLASSES=$dist/classes.list "$again/packaging/package.sh" deb
    cmp "$dist"/*.deb "$again/target/dist"/*.deb || give_up "the second deb differs from the first"
    cmp "$root/target"/virt-companion-*.jar "$again/target"/virt-companion-*.jar
    rm -rf "$again"

    if ! has apt-get; then say "no apt here: the deb is not installed"; exit 0; fi
    has debootstrap || install_needs debootstrap
    # A mount and a PID namespace: what is mounted and started here ends with this.
    if ! as_root unshare --mount --pid --fork true 2>/dev/null; then say "this system allows no namespaces: the packages are not installed"; exit 0; fi
    exec_as=; [ "$(id -u)" = 0 ] || exec_as=sudo
    $exec_as unshare --mount --propagation private --pid --fork --kill-child \
        env VIRT_COMPANION_PICTURES="${VIRT_COMPANION_PICTURES:-}" "$here" inside
    exit
fi

mount -t proc proc /proc
work=$(mktemp -d "${TMPDIR:-/tmp}/packages.XXXX")
clean=$work/root
# shellcheck disable=SC2317 # called by the trap
finish() {
    for part in tmp/.X11-unix dev proc; do umount "$clean/$part" 2>/dev/null || :; done
    [ -e "$clean/proc/version" ] || [ -e "$clean/dev/null" ] && mountpoint -q "$clean/dev" || rm -rf --one-file-system "$work"
}
trap finish EXIT
failed() { say "FAILED: $*"; exit 1; }

# --- A clean root ----------------------------------------------------------------------------------------------------------
# shellcheck disable=SC1091 # of this system
codename=$(. /etc/os-release; echo "${VERSION_CODENAME:-}")
mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' | awk -v release="$codename" '$2 == release { print $1; exit }')
[ -n "$codename" ] && [ -n "$mirror" ] || { say "apt has no source for $codename here: the deb is not installed"; exit 0; }
say "making a clean root of $codename from $mirror"
if ! debootstrap --variant=minbase "$codename" "$clean" "$mirror" >"$work/debootstrap.log" 2>&1; then
    tail -n 3 "$work/debootstrap.log" >&2
    say "no clean root could be made here: the deb is not installed"
    exit 0
fi
cp -L /etc/resolv.conf "$clean/etc/resolv.conf" 2>/dev/null || :
cp /etc/apt/apt.conf.d/*prox* "$clean/etc/apt/apt.conf.d/" 2>/dev/null || :
mount --bind /dev "$clean/dev"
mount -t proc proc "$clean/proc"
inside() { chroot "$clean" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
inside useradd --create-home --uid 12345 --shell /bin/bash tester
# An ordinary user, of no group, without a network, with a language.
as_user() {
    language=$1; shift
    unshare --net chroot --userspec=12345:12345 --groups= "$clean" env -i PATH=/usr/bin:/bin HOME=/home/tester USER=tester LANG="$language" \
        XDG_RUNTIME_DIR=/run/user/12345 GSETTINGS_BACKEND=memory NO_AT_BRIDGE=1 "$@"
}
mkdir -p -m 700 "$clean/run/user/12345"; chown 12345:12345 "$clean/run/user" "$clean/run/user/12345"

deb=$(echo "$dist"/*.deb)
say "making a package of an earlier version of it"
mkdir "$work/earlier"; dpkg-deb -R "$deb" "$work/earlier"
sed -i 's/^Version: .*/Version: 0.0.9/' "$work/earlier/DEBIAN/control"
dpkg-deb --root-owner-group -Zgzip -z1 --build "$work/earlier" "$clean/tmp/earlier.deb" >/dev/null
cp "$deb" "$clean/tmp/newer.deb"

say "installing what a desktop has anyway"
inside apt-get -qq -y -o Dpkg::Use-Pty=0 update >/dev/null
inside apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends libgtk-3-bin libgtk-3-0 fonts-dejavu-core shared-mime-info man-db >"$work/apt.log" 2>&1 || { tail "$work/apt.log"; failed "the desktop's own packages"; }
list() { (cd "$clean" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./run -o -path ./home -o -path ./root -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/dpkg -o -path ./var/lib/apt \) -prune -o -print | sort); }
inside apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends libvirt0 libxtst6 >>"$work/apt.log" 2>&1
list >"$work/before"

say "installing it with apt"
inside apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends /tmp/earlier.deb >>"$work/apt.log" 2>&1 || { tail "$work/apt.log"; failed "apt install"; }

# --- The command line ------------------------------------------------------------------------------------------------------
as_user C.UTF-8 virt-companion --version >"$work/out" || failed "virt-companion --version"
grep -q "virt-companion .*libvirt" "$work/out" || failed "--version said: $(cat "$work/out")"
# The demo host's firmware has switched KVM off: the switch is shown, and refused.
as_user C.UTF-8 virt-companion switch --all --to kvm -c demo:/// --dry-run >"$work/out" 2>/dev/null || :
[ "$(grep -c "^+<domain type=.kvm." "$work/out")" = 6 ] || failed "switch on the demo host: $(cat "$work/out")"
as_user C.UTF-8 virt-companion set freebsd-8 disk.hda.cache=writeback -c demo:/// >"$work/out" 2>&1 || failed "a change on the demo host: $(cat "$work/out")"
as_user C.UTF-8 virt-companion set test on_crash=preserve -c test:///default >"$work/out" 2>&1 || failed "a change: $(cat "$work/out")"
history=$(find "$clean/home/tester/.local/state/virt-companion/history" -type f | wc -l)
[ "$history" -gt 0 ] || failed "the change left no history"
code=0; as_user C.UTF-8 virt-companion >"$work/out" 2>&1 || code=$?
[ $code = 2 ] && grep -q "no display" "$work/out" || failed "without a display: $code, $(cat "$work/out")"
code=0; as_user C.UTF-8 env DISPLAY=:4711 virt-companion demo >"$work/out" 2>&1 || code=$?
[ $code = 2 ] && grep -q "could not be opened" "$work/out" || failed "with a display that is not there: $code, $(cat "$work/out")"
as_user fr_FR.UTF-8 virt-companion --help >"$work/out" 2>&1; grep -q "Commandes" "$work/out" || failed "French: $(cat "$work/out")"
inside man --where virt-companion >/dev/null || failed "no manual page"
inside bash -c '. /usr/share/bash-completion/completions/virt-companion; COMP_WORDS=(virt-companion sw); COMP_CWORD=1; _virt_companion; [ "${COMPREPLY[*]}" = switch ]' || failed "completion of commands"
inside bash -c '. /usr/share/bash-completion/completions/virt-companion; COMP_WORDS=(virt-companion bench --q); COMP_CWORD=2; _virt_companion; [ "${COMPREPLY[*]}" = --quick ]' || failed "completion of options"

# --- The window, by its desktop entry --------------------------------------------------------------------------------------
# The socket's directory, for with the network the abstract sockets are cut off too.
mkdir -p "$work/x" "$work/x11" "$clean/tmp/.X11-unix"
mkdir -p /tmp/.X11-unix
mount --bind "$work/x11" /tmp/.X11-unix
mount --bind "$work/x11" "$clean/tmp/.X11-unix"
# display SIZE: a screen of that size, of the first number that nobody has
display() {
    screen=61
    while [ -e "/tmp/.X$screen-lock" ] || grep -q "@/tmp/.X11-unix/X$screen\$" /proc/net/unix; do screen=$((screen + 1)); done
    Xvfb ":$screen" -screen 0 "$1x24" -fbdir "$work/x" -nolisten tcp -ac >"$work/xvfb.log" 2>&1 &
    server=$!
    for _ in $(seq 100); do [ -S "$work/x11/X$screen" ] && [ -s "$work/x/Xvfb_screen0" ] && return; sleep 0.1; done
    failed "no display :$screen: $(tail -n 2 "$work/xvfb.log")"
}
# The frame buffer's pixels, four bytes each; and of how many colours they are.
colours() { tail -c +3233 "$work/x/Xvfb_screen0" | od -An -v -tx4 -w4 | sort -u | wc -l; }
# picture NAME: waits for something alive, and keeps a picture of it
picture() {
    seen=0
    for _ in $(seq 60); do
        sleep 1
        seen=$(colours)
        [ "$seen" -gt 150 ] && break
    done
    [ "$seen" -gt 150 ] || failed "$1: nothing to be seen on the screen ($seen colours)"
    # What comes with the first answers.
    sleep 3
    if [ -n "${VIRT_COMPANION_PICTURES:-}" ] && has convert; then
        mkdir -p "$VIRT_COMPANION_PICTURES"
        convert "xwd:$work/x/Xvfb_screen0" "$VIRT_COMPANION_PICTURES/$1.png" || :
    fi
}
window() { DISPLAY=:$screen xdotool search --onlyvisible --class virtcompanion 2>/dev/null | head -n 1; }
# The key goes to the main window, the widest: the help has none for it. Without a window manager the focus is given by hand.
close_window() {
    for _ in $(seq 40); do
        main=$(for each in $(DISPLAY=:$screen xdotool search --onlyvisible --class virtcompanion 2>/dev/null); do
            echo "$(DISPLAY=:$screen xdotool getwindowgeometry --shell "$each" 2>/dev/null | sed -n 's/^WIDTH=//p') $each"; done | sort -rn | sed -n '1s/.* //p')
        [ -n "$main" ] || return 0
        DISPLAY=:$screen xdotool windowfocus "$main" 2>/dev/null || :
        DISPLAY=:$screen xdotool key ctrl+q
        sleep 1
    done
    failed "the window does not close"
}

say "starting it by its desktop entry"
display 1280x720
as_user C.UTF-8 env DISPLAY=:$screen gtk-launch io.github.virtcompanion.VirtCompanion >"$work/launch.log" 2>&1 &
picture installed
before=$(cksum <"$work/x/Xvfb_screen0")
windows=$(DISPLAY=:$screen xdotool search --onlyvisible --class virtcompanion | wc -l)
say "starting it a second time: the first window comes"
as_user C.UTF-8 env DISPLAY=:$screen timeout 20 virt-companion || failed "the second start"
[ "$(DISPLAY=:$screen xdotool search --onlyvisible --class virtcompanion | wc -l)" = "$windows" ] || failed "the second start opened a window of its own"
DISPLAY=:$screen xdotool windowfocus "$(window)"; DISPLAY=:$screen xdotool key F1; sleep 3
[ "$(cksum <"$work/x/Xvfb_screen0")" != "$before" ] || failed "the window does not answer to a key"
DISPLAY=:$screen xdotool key Escape; sleep 2
close_window
settings=$clean/home/tester/.local/state/virt-companion/window.properties
[ -s "$settings" ] || failed "the window remembered nothing"
[ -s "$clean/home/tester/.local/state/virt-companion/log/virt-companion.log" ] || failed "no log"
[ -z "$(find "$clean/home/tester/.openjfx" "$clean/home/tester/.cache/JNA" 2>/dev/null)" ] || failed "libraries were unpacked to the user's home"

say "replacing it by the newer one"
cp "$settings" "$work/settings"
inside apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends /tmp/newer.deb >>"$work/apt.log" 2>&1 || failed "the upgrade"
cmp "$settings" "$work/settings" || failed "the upgrade changed the user's settings"
as_user fr_FR.UTF-8 env DISPLAY=:$screen virt-companion demo >"$work/launch.log" 2>&1 &
picture french-demo
close_window
kill $server; wait $server 2>/dev/null || :

say "a screen of 3840×2160, at twice the size"
display 3840x2160
as_user C.UTF-8 env DISPLAY=:$screen GDK_SCALE=2 virt-companion demo >"$work/launch.log" 2>&1 &
picture hidpi
close_window
kill $server; wait $server 2>/dev/null || :

say "as root"
display 1280x720
chroot "$clean" env -i PATH=/usr/bin:/bin HOME=/root DISPLAY=:$screen LANG=C.UTF-8 NO_AT_BRIDGE=1 GSETTINGS_BACKEND=memory virt-companion demo >"$work/launch.log" 2>&1 &
picture root
close_window
kill $server; wait $server 2>/dev/null || :

# --- What needs root: the arguments --------------------------------------------------------------------------------------------
helper=/usr/lib/virt-companion/lib/as-root
for words in "" "modprobe" "modprobe nvidia" "modprobe kvm extra" "modprobe --force" "msr 0x10" "scratch" "scratch relative" "scratch /proc" "scratch /tmp" "sh -c id"; do
    code=0
    # shellcheck disable=SC2086 # several words
    inside env PKEXEC_UID=12345 $helper $words >"$work/out" 2>&1 </dev/null || code=$?
    [ $code = 2 ] || failed "as-root $words ended with $code: $(cat "$work/out")"
done
ln -s /root "$clean/var/link"
code=0; inside env PKEXEC_UID=12345 $helper scratch /var/link </dev/null >/dev/null 2>&1 || code=$?; rm "$clean/var/link"
[ $code = 2 ] || failed "as-root went through a link"
mkdir "$clean/var/pool"
made=$(inside env PKEXEC_UID=12345 $helper scratch /var/pool </dev/null)
case $made in /var/pool/.virt-companion-*) ;; *) failed "as-root scratch said $made" ;; esac
[ ! -e "$clean$made" ] || failed "the scratch directory stayed"
rmdir "$clean/var/pool"

# --- What is missing ---------------------------------------------------------------------------------------------------------
say "with its libraries missing in turn"
for library in libvirt0 libgtk-3-0 libxtst6; do
    inside dpkg --force-depends --remove "$library" >/dev/null 2>&1 || inside dpkg --force-depends --remove "${library}t64" >/dev/null
    code=0
    case $library in
        libvirt0) as_user C.UTF-8 virt-companion list -c qemu:///system >"$work/out" 2>&1 || code=$? ;;
        *) as_user C.UTF-8 env DISPLAY=:$screen virt-companion demo >"$work/out" 2>&1 || code=$?
           as_user C.UTF-8 virt-companion list -c demo:/// >/dev/null || failed "without $library the commands should work" ;;
    esac
    { [ $code = 2 ] && [ "$(grep -c . "$work/out")" -ge 2 ]; } || failed "without $library: $code, $(cat "$work/out")"
    inside apt-get -qq -y -o Dpkg::Use-Pty=0 --fix-broken install >/dev/null 2>&1
    inside apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends "$library" >/dev/null 2>&1
done
inside dpkg -s virt-companion >/dev/null 2>&1 || inside apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends /tmp/newer.deb >/dev/null 2>&1

# --- Removal -------------------------------------------------------------------------------------------------------------------
say "removing it"
inside apt-get -qq -y -o Dpkg::Use-Pty=0 purge virt-companion >>"$work/apt.log" 2>&1 || failed "apt purge"
list >"$work/after"
left=$(comm -13 "$work/before" "$work/after" | grep -i companion || :)
[ -z "$left" ] || failed "left behind: $left"
[ "$(find "$clean/home/tester/.local/state/virt-companion/history" -type f | wc -l)" = "$history" ] || failed "the user's history is gone"

# --- The rpm, as far as this system can --------------------------------------------------------------------------------------
say "installing the rpm into a directory"
rpm_root=$work/rpm; mkdir -p "$rpm_root"
rpm --initdb --root "$rpm_root"
rpm -i --root "$rpm_root" --nodeps --noscripts --ignorearch "$dist"/*.rpm
rpm -V --root "$rpm_root" --nodeps virt-companion >"$work/out" || failed "rpm -V: $(cat "$work/out")"
for library in $(rpm -qp --requires "$dist"/*.rpm | sed -n 's/^\(lib[^(]*\.so\.[0-9]*\).*/\1/p' | sort -u); do
    ldconfig -p | grep -q "$library" || failed "the rpm needs $library, which no library here is called"
done
HOME=$work "$rpm_root/usr/lib/virt-companion/bin/virt-companion" list -c demo:/// >"$work/out" || failed "the program of the rpm: $(cat "$work/out")"

for archive in "$dist"/*.tar.gz; do
    [ -e "$archive" ] || continue
    say "trying the archive"
    mkdir "$work/archive"; tar -C "$work/archive" -xzf "$archive"
    HOME=$work "$work/archive"/*/bin/virt-companion list -c demo:/// >"$work/out" || failed "the program of the archive: $(cat "$work/out")"
done
say "the packages hold"
