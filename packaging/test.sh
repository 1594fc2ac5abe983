#!/bin/sh
# Installs what the tests need and runs all of them, then makes the packages and tries them (test-packages.sh):
#   packaging/test.sh [MAVEN-OPTION...]
# Widgets are tested in memory; what is real (libvirtd, QEMU) runs in namespaces of its own and is gone afterwards.
# VIRT_COMPANION_IT=skip leaves out the tests on a real libvirtd, for systems that allow no namespaces; VIRT_COMPANION_PACKAGES=skip
# the packages, as options for Maven do, with which somebody is after single tests.
set -eu
here=$(readlink -f "$0"); root=${here%/packaging/*}
. "$root/packaging/requirements.sh"
real=yes; [ "${VIRT_COMPANION_IT:-}" != skip ] || real=no
packages=yes; { [ $# = 0 ] && [ "${VIRT_COMPANION_PACKAGES:-}" != skip ]; } || packages=no

needs=$(missing_libraries libvirt.so.0 libgtk-3.so.0 libGL.so.1 libXtst.so.6 libXxf86vm.so.1)
find_jdk || needs="jdk $needs"
programs="mvn Xvfb xauth qemu-img gcc"
[ $real = no ] || programs="$programs libvirtd virsh qemu-system-x86_64 unshare ip mkfs.btrfs mkfs.xfs mkfs.ext4"
for program in $programs; do
    has "$program" || needs="$needs $program"
done
if [ $real = yes ] && ! any /usr/lib/*/libvirt/connection-driver/*qemu.so /usr/lib*/libvirt/connection-driver/*qemu.so; then
    needs="$needs libvirt-qemu"
fi
[ -e /usr/include/stdlib.h ] || needs="$needs libc-headers"
[ -d /usr/share/fonts ] && [ -n "$(find /usr/share/fonts -name '*.[ot]tf' -print -quit)" ] || needs="$needs fonts"
# shellcheck disable=SC2086 # a list of words
install_needs $needs
[ -n "$jdk" ] || find_jdk || give_up "a JDK was installed, but none of version 25 or newer with javac is found: set JAVA_HOME to it."

# Whatever a test keeps for its user goes here, and goes away.
scratch=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
clean_up() { rm -rf "$scratch" 2>/dev/null || as_root rm -rf "$scratch"; }
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir -m 700 "$scratch/runtime"

# The same language and letters everywhere: the plain C locale has no names beyond ASCII to give to commands.
set -- env LC_ALL=C.UTF-8 JAVA_HOME="$jdk" MAVEN_OPTS="$(maven_opts)" XDG_RUNTIME_DIR="$scratch/runtime" XDG_STATE_HOME="$scratch/state" \
    XDG_DATA_HOME="$scratch/data" XDG_CONFIG_HOME="$scratch/config" XDG_CACHE_HOME="$scratch/cache" mvn -B -ntp -f "$root/pom.xml" verify "$@"

code=0
if [ $real = no ]; then
    say "tests on a real libvirtd are left out, as VIRT_COMPANION_IT=skip says"
    unset VIRT_COMPANION_IT
    xvfb-run -a "$@" -DskipITs || code=$?
else
    [ -c /dev/kvm ] || say "no /dev/kvm here: tests that need KVM are skipped, the others use emulation"
    set -- "$root/packaging/private-libvirtd.sh" "$@"
    if [ "$(id -u)" = 0 ]; then
        xvfb-run -a "$@" || code=$?
    else
        # The namespaces are root's. What they write in the checkout and in Maven's store is given back.
        maven -q -f "$root/pom.xml" test-compile </dev/null
        # shellcheck disable=SC2016 # xvfb-run sets the two
        xvfb-run -a sh -c 'exec sudo env HOME="$HOME" DISPLAY="$DISPLAY" XAUTHORITY="$XAUTHORITY" "$@"' sh "$@" || code=$?
        sudo find "$root/target" "$HOME/.m2" -user root -exec chown -h "$(id -u):$(id -g)" {} +
    fi
    [ $code != 125 ] || say "no libvirtd of their own for the tests (see above); VIRT_COMPANION_IT=skip runs those that need none"
fi
[ $code = 0 ] || exit $code

if [ $packages = no ]; then say "the packages are left out"
else "$root/packaging/test-packages.sh" || { code=$?; say "the packages do not hold (see above); VIRT_COMPANION_PACKAGES=skip leaves them out"; }
fi
exit $code
