#!/bin/sh
# test-installed.sh DIST WORK: installs the packages in DIST as somebody would who has nothing but the file, and uses them.
# Called by test-packages.sh, as root, in a mount and a PID namespace that end with it; everything is below the directory WORK.
# The deb: by apt into a clean root, started by its desktop entry on a display of its own without a network, replaced by a
# newer one, tried with libvirt and polkit by users who may and who may not, removed. The rpm: by rpm into a directory.
set -eu
here=$(readlink -f "$0"); root=${here%/packaging/*}
. "$root/packaging/requirements.sh"
dist=$1; work=$2; clean=$work/root
id=io.github.virtcompanion.VirtCompanion
failed() { say "FAILED: $*"; exit 1; }
mount -t proc proc /proc

# --- A clean root ----------------------------------------------------------------------------------------------------------
# shellcheck disable=SC1091 # of this system
codename=$(. /etc/os-release; echo "${VERSION_CODENAME:-}")
mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' | awk -v release="$codename" '$2 == release { print $1; exit }')
[ -n "$codename" ] && [ -n "$mirror" ] || { say "apt has no source for $codename here: the deb is not installed"; exit 0; }
say "making a clean root of $codename, with what a desktop has anyway"
set -- --mode=root --variant=minbase --dpkgopt=force-unsafe-io --skip=cleanup/apt
for each in /etc/apt/apt.conf.d/*prox*; do [ ! -e "$each" ] || set -- "$@" "--aptopt=$each"; done
mmdebstrap "$@" --include=libgtk-3-bin,fonts-dejavu-core,shared-mime-info,man-db "$codename" "$clean" "$mirror" >"$work/root.log" 2>&1 </dev/null ||
    { tail -n 5 "$work/root.log" >&2; failed "no clean root could be made from $mirror"; }
cp -L /etc/resolv.conf "$clean/etc/resolv.conf" 2>/dev/null || :
mount --bind "$clean" "$clean"
mount --bind /dev "$clean/dev"
mount -t proc proc "$clean/proc"
inside() { chroot "$clean" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
get() { inside apt-get -qq -y -o Dpkg::Use-Pty=0 "$@" >>"$work/apt.log" 2>&1 </dev/null; }
inside useradd --create-home --uid 12345 --shell /bin/bash tester
# as USER LANGUAGE COMMAND...: an ordinary user, without a network.
as() {
    user=$1; language=$2; shift 2
    unshare --net chroot --userspec="$user:$user" --groups="$(inside id -G "$user" | tr ' ' ,)" "$clean" env -i PATH=/usr/bin:/bin HOME="/home/$user" USER="$user" \
        LANG="$language" XDG_RUNTIME_DIR="/run/user/$user" GSETTINGS_BACKEND=memory NO_AT_BRIDGE=1 "$@"
}
room_for() { mkdir -p -m 700 "$clean/run/user/$1"; inside chown "$1:$1" "/run/user/$1"; }
room_for tester

deb=$(echo "$dist"/*.deb)
mkdir "$work/earlier"; dpkg-deb -R "$deb" "$work/earlier"
sed -i 's/^Version: .*/Version: 0.0.9/' "$work/earlier/DEBIAN/control"
dpkg-deb --root-owner-group -Zgzip -z1 --build "$work/earlier" "$clean/tmp/earlier.deb" >/dev/null
rm -rf "$work/earlier"
cp "$deb" "$clean/tmp/newer.deb"
list() { (cd "$clean" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./run -o -path ./home -o -path ./root -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/dpkg -o -path ./var/lib/apt \) -prune -o -print | sort); }
list >"$work/before"

say "installing it with apt"
get install --no-install-recommends /tmp/earlier.deb || { tail "$work/apt.log" >&2; failed "apt install"; }

# --- The command line ------------------------------------------------------------------------------------------------------
out=$work/out
# refused CODE WORDS COMMAND...: ends with CODE and says WORDS
refused() {
    expected=$1; words=$2; shift 2
    code=0; "$@" >"$out" 2>&1 </dev/null || code=$?
    { [ $code = "$expected" ] && grep -q "$words" "$out"; } || failed "$* ended with $code and said: $(cat "$out")"
}
works() { "$@" >"$out" 2>&1 </dev/null || failed "$* ended with $? and said: $(cat "$out")"; }
works as tester C.UTF-8 virt-companion --version
grep -q "virt-companion .*libvirt" "$out" || failed "--version said: $(cat "$out")"
# The demo host's firmware has switched KVM off: the switch is shown, and refused.
as tester C.UTF-8 virt-companion switch --all --to kvm -c demo:/// --dry-run >"$out" 2>/dev/null || :
[ "$(grep -c "^+<domain type=.kvm." "$out")" = 6 ] || failed "switch on the demo host: $(cat "$out")"
refused 1 "switched off in the firmware" as tester C.UTF-8 virt-companion switch freebsd-8 --to kvm -c demo:///
works as tester C.UTF-8 virt-companion set freebsd-8 disk.hda.cache=writeback -c demo:///
works as tester C.UTF-8 virt-companion set test on_crash=preserve -c test:///default
history=$clean/home/tester/.local/state/virt-companion/history
kept=$(find "$history" -type f | wc -l)
[ "$kept" -gt 0 ] || failed "the change left no history"
refused 2 "no display" as tester C.UTF-8 virt-companion
refused 2 "no Xwayland" as tester C.UTF-8 env WAYLAND_DISPLAY=wayland-0 virt-companion
refused 2 "could not be opened" as tester C.UTF-8 env DISPLAY=:4711 virt-companion demo
works as tester fr_FR.UTF-8 virt-companion --help; grep -q "Commandes" "$out" || failed "French: $(cat "$out")"
inside man --where virt-companion >/dev/null || failed "no manual page"
# completes WORD... = COMPLETION
completes() {
    # shellcheck disable=SC2016 # bash's
    inside bash -c '. /usr/share/bash-completion/completions/virt-companion; expected=${@: -1}; COMP_LINE=${*:1:$#-2}; COMP_POINT=${#COMP_LINE}
        _virt_companion; [ "${COMPREPLY[*]}" = "$expected" ]' bash "$@" || failed "completion of $*"
}
completes virt-companion sw = switch
completes virt-companion bench --q = --quick
completes virt-companion meter --ev = --every
completes virt-companion show -c demo:/// free = freebsd-8
completes virt-companion set freebsd-8 disk.hda.ca = disk.hda.cache=

# --- The window, by its desktop entry --------------------------------------------------------------------------------------
# The socket's directory, for with the network the abstract sockets are cut off too.
mkdir -p "$work/x" "$work/x11" "$clean/tmp/.X11-unix" /tmp/.X11-unix
mount --bind "$work/x11" /tmp/.X11-unix
mount --bind "$work/x11" "$clean/tmp/.X11-unix"
# display SIZE: a screen of that size, of the first number that nobody has, with a window manager
display() {
    screen=61
    while [ -e "/tmp/.X$screen-lock" ] || grep -q "@/tmp/.X11-unix/X$screen\$" /proc/net/unix; do screen=$((screen + 1)); done
    Xvfb ":$screen" -screen 0 "$1x24" -fbdir "$work/x" -nolisten tcp -ac >"$work/xvfb.log" 2>&1 </dev/null &
    server=$!
    DISPLAY=:$screen; export DISPLAY
    for _ in $(seq 100); do [ -S "$work/x11/X$screen" ] && [ -s "$work/x/Xvfb_screen0" ] && break; sleep 0.1; done
    [ -S "$work/x11/X$screen" ] || failed "no display :$screen: $(tail -n 2 "$work/xvfb.log")"
    env HOME="$work" XDG_CONFIG_HOME="$work" XDG_CACHE_HOME="$work" XDG_DATA_HOME="$work" openbox >/dev/null 2>&1 </dev/null &
}
no_display() { kill "$server"; wait "$server" 2>/dev/null || :; }
opened() { "$@" >"$work/launch.log" 2>&1 </dev/null & }
# The frame buffer's pixels, four bytes each; and of how many colours they are.
colours() { tail -c +3233 "$work/x/Xvfb_screen0" | od -An -v -tx4 -w4 | sort -u | wc -l; }
# picture NAME: waits for something alive, and keeps a picture of it
picture() {
    seen=0
    for _ in $(seq 60); do
        sleep 1
        seen=$(colours)
        [ "$seen" -gt 1000 ] && break
    done
    [ "$seen" -gt 1000 ] || failed "$1: nothing to be seen on the screen ($seen colours): $(cat "$work/launch.log")"
    # What comes with the first answers.
    sleep 3
    if [ -n "${VIRT_COMPANION_PICTURES:-}" ] && has convert; then
        mkdir -p "$VIRT_COMPANION_PICTURES"
        convert "xwd:$work/x/Xvfb_screen0" "$VIRT_COMPANION_PICTURES/$1.png" || :
    fi
}
# As task bars find the entry, and so its icon.
class=$(sed -n 's/^StartupWMClass=//p' "$clean/usr/share/applications/$id.desktop")
[ -n "$class" ] || failed "the desktop entry names no class of windows"
windows() { xdotool search --onlyvisible --class "^$class\$" 2>/dev/null || :; }
# wait_for COUNT: until so many windows are seen
wait_for() {
    for _ in $(seq 60); do [ "$(windows | wc -l)" = "$1" ] && return; sleep 0.5; done
    failed "$2: $(windows | wc -l) windows of the class $class"
}
close_windows() {
    for _ in $(seq 40); do
        open=$(windows | head -n 1)
        [ -n "$open" ] || return 0
        xdotool windowactivate --sync "$open" key ctrl+q 2>/dev/null || :
        sleep 1
    done
    failed "the window does not close"
}

say "starting it by its desktop entry"
display 1280x720
opened as tester C.UTF-8 env DISPLAY="$DISPLAY" gtk-launch $id
picture installed
wait_for 1 "the first start"
first=$(windows)
say "starting it a second time: the first window comes"
xdotool windowminimize --sync "$first"; wait_for 0 "minimized"
works as tester C.UTF-8 env DISPLAY="$DISPLAY" timeout 20 virt-companion
wait_for 1 "the second start"
[ "$(windows)" = "$first" ] || failed "the second start opened a window of its own"
# With the demo it is another window, for which was asked.
opened as tester C.UTF-8 env DISPLAY="$DISPLAY" virt-companion demo
wait_for 2 "a start with words"
xdotool windowactivate --sync "$(windows | grep -vx "$first")" key ctrl+q; wait_for 1 "closing the demo"
xdotool windowactivate --sync "$first"; sleep 1
before=$(cksum <"$work/x/Xvfb_screen0")
xdotool key F1; sleep 3
[ "$(cksum <"$work/x/Xvfb_screen0")" != "$before" ] || failed "the window does not answer to a key"
xdotool key Escape; sleep 1
close_windows
settings=$clean/home/tester/.local/state/virt-companion/window.properties
[ -s "$settings" ] || failed "the window remembered nothing"
[ -s "$clean/home/tester/.local/state/virt-companion/log/virt-companion.log" ] || failed "no log"
[ -z "$(find "$clean/home/tester/.openjfx" "$clean/home/tester/.cache/JNA" 2>/dev/null)" ] || failed "libraries were unpacked to the user's home"

say "replacing it by the newer one"
cp "$settings" "$work/settings"
get install --no-install-recommends /tmp/newer.deb || { tail "$work/apt.log" >&2; failed "the upgrade"; }
cmp "$settings" "$work/settings" || failed "the upgrade changed the user's settings"
opened as tester fr_FR.UTF-8 env DISPLAY="$DISPLAY" virt-companion demo
picture french-demo
close_windows

say "as root"
opened inside env DISPLAY="$DISPLAY" NO_AT_BRIDGE=1 GSETTINGS_BACKEND=memory virt-companion demo
picture root
close_windows
no_display

say "a screen of 3840×2160, at twice the size"
display 3840x2160
opened as tester C.UTF-8 env DISPLAY="$DISPLAY" GDK_SCALE=2 virt-companion demo
picture hidpi
close_windows
no_display

# --- What is missing ---------------------------------------------------------------------------------------------------------
say "with its libraries missing in turn"
display 1280x720
for library in libvirt.so.0 libgtk-3.so.0 libXtst.so.6; do
    where=$(inside ldconfig -p | sed -n "s/.*$library .*=> //p" | head -n 1)
    [ -n "$where" ] || failed "$library is not there, and should have come with the package"
    where=$(inside readlink -f "$where")
    mv "$clean$where" "$clean/var/away"; inside ldconfig
    case $library in
        libvirt.so.0) refused 2 "libvirt" as tester C.UTF-8 virt-companion list -c qemu:///system ;;
        *) refused 2 "needs $library" as tester C.UTF-8 env DISPLAY="$DISPLAY" timeout 60 virt-companion demo
           [ "$(grep -c . "$out")" -ge 2 ] || failed "without $library it does not say what to do: $(cat "$out")"
           works as tester C.UTF-8 virt-companion list -c demo:/// ;;
    esac
    mv "$clean/var/away" "$clean$where"; inside ldconfig
done
no_display

# --- Who may: libvirt's polkit -----------------------------------------------------------------------------------------------
case $(uname -m) in x86_64) emulator=qemu-system-x86 ;; *) emulator=qemu-system-arm ;; esac
say "with libvirt and polkit, for users who may and who may not"
get -o DPkg::Options::=--force-unsafe-io install --no-install-recommends dbus polkitd pkexec libvirt-daemon-system libvirt-daemon-driver-qemu $emulator qemu-utils ||
    { tail "$work/apt.log" >&2; failed "apt install of libvirt"; }
inside useradd --create-home --uid 12346 --groups libvirt --shell /bin/bash member
room_for member
echo root:right | inside chpasswd
mkdir -p "$clean/run/dbus"
# polkit comes by itself when it is asked.
inside dbus-daemon --system --nofork --nopidfile >"$work/dbus.log" 2>&1 </dev/null &
# Its networks are its own.
unshare --net chroot "$clean" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 libvirtd >"$work/libvirtd.log" 2>&1 </dev/null &
for _ in $(seq 100); do inside virsh -q -c qemu:///system version >/dev/null 2>&1 && break; sleep 0.3; done
# shellcheck disable=SC2016 # a machine
echo '<domain type="qemu"><name>real</name><memory unit="MiB">64</memory><os><type>hvm</type></os></domain>' | inside virsh -q -c qemu:///system define /dev/stdin ||
    failed "libvirtd in the clean root: $(grep error "$work/libvirtd.log" | tail -n 5)"
works as tester C.UTF-8 virt-companion list -c qemu:///system; grep -q real "$out" || failed "one who may not change may not look either: $(cat "$out")"
refused 1 "group libvirt" as tester C.UTF-8 virt-companion set real on_crash=preserve -c qemu:///system
display 1280x720
opened as tester C.UTF-8 env DISPLAY="$DISPLAY" virt-companion -c qemu:///system
picture outside-the-group
close_windows
no_display
works as member C.UTF-8 virt-companion set real on_crash=preserve -c qemu:///system
inside virsh -q -c qemu:///system dumpxml --inactive real | grep -q "<on_crash>preserve<" || failed "a member of the group changed nothing: $(cat "$out")"
works as member C.UTF-8 virt-companion undo real -c qemu:///system
inside virsh -q -c qemu:///system dumpxml --inactive real | grep -q "<on_crash>destroy<" || failed "a member of the group took nothing back: $(cat "$out")"

# --- What needs root: the helper, and who may ask for it ---------------------------------------------------------------------
helper=/usr/lib/virt-companion/lib/as-root
for words in "" "modprobe" "modprobe nvidia" "modprobe kvm extra" "modprobe --force" "msr 0x10" "scratch" "scratch relative" "scratch /proc" "scratch /tmp" "sh -c id"; do
    # shellcheck disable=SC2086 # several words
    refused 2 as-root inside env PKEXEC_UID=12345 $helper $words
done
ln -s /root "$clean/var/link"
refused 2 link inside env PKEXEC_UID=12345 $helper scratch /var/link
rm "$clean/var/link"
mkdir "$clean/var/pool"
mkfifo "$work/keys"
# asked PASSWORD: measures root's directory from a terminal; typed when it is asked for
asked() {
    : >"$out"
    # shellcheck disable=SC2016 # of the shell in the terminal
    CLEAN=$clean script -qefc 'exec unshare --net chroot --userspec=tester:tester --groups= "$CLEAN" env -i PATH=/usr/bin:/bin HOME=/home/tester USER=tester LANG=C.UTF-8 \
        virt-companion bench /var/pool --quick --as-administrator' "$out" <"$work/keys" >/dev/null 2>&1 &
    terminal=$!
    exec 8>"$work/keys"
    for _ in $(seq 300); do grep -q "Password:" "$out" && break; kill -0 $terminal 2>/dev/null || break; sleep 0.1; done
    echo "$1" >&8 || :
    code=0; wait $terminal || code=$?
    exec 8>&-
}
say "as administrator, with a password that is wrong and with the right one"
asked wrong; { [ $code = 2 ] && grep -q "not allowed to do this as administrator" "$out"; } || failed "with a wrong password: $code, $(cat "$out")"
asked right; { [ $code = 0 ] && grep -q "writeback" "$out"; } || failed "with the right password: $code, $(cat "$out")"
grep -q "measure a disk\|scratch directory for a measurement" "$out" || failed "polkit asked in other words than the program's own: $(cat "$out")"
[ -z "$(ls -A "$clean/var/pool")" ] || failed "left in root's directory: $(ls -A "$clean/var/pool")"

# --- Removal -------------------------------------------------------------------------------------------------------------------
say "removing it"
get purge virt-companion || { tail "$work/apt.log" >&2; failed "apt purge"; }
list >"$work/after"
left=$(comm -13 "$work/before" "$work/after" | grep -i companion || :)
[ -z "$left" ] || failed "left behind: $left"
[ "$(find "$history" -type f | wc -l)" -ge "$kept" ] || failed "the user's history is gone"

# --- The rpm and the archive, as far as this system can ----------------------------------------------------------------------
say "installing the rpm into a directory, and trying the archive"
rpm_root=$work/rpm; mkdir -p "$rpm_root"
rpm --initdb --root "$rpm_root"
rpm -i --root "$rpm_root" --nodeps --noscripts --ignorearch "$dist"/*.rpm
rpm -V --root "$rpm_root" --nodeps virt-companion >"$out" || failed "rpm -V: $(cat "$out")"
for library in $(rpm -qp --requires "$dist"/*.rpm | sed -n 's/^\(lib[^(]*\.so\.[0-9]*\).*/\1/p' | sort -u); do
    ldconfig -p | grep -q "$library" || failed "the rpm needs $library, which no library here is called"
done
works env HOME="$work" "$rpm_root/usr/lib/virt-companion/bin/virt-companion" list -c demo:///
rpm -e --root "$rpm_root" --nodeps --noscripts virt-companion || failed "rpm -e"
left=$(find "$rpm_root" -iname '*companion*')
[ -z "$left" ] || failed "left behind by the rpm: $left"

mkdir "$work/archive"; tar -C "$work/archive" -xzf "$(echo "$dist"/*.tar.gz)"
works env HOME="$work" "$work/archive"/*/bin/virt-companion list -c demo:///
