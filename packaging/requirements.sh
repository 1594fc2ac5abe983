# shellcheck shell=sh
# Sourced by run.sh and test.sh: finds what they need and installs what is missing. Speaks on stderr only.
# Debian and Ubuntu (apt), Fedora (dnf), openSUSE (zypper), Arch (pacman).

say() { printf 'virt-companion: %s\n' "$*" >&2; }

# 2: "could not look" of the command line; 0 and 1 are answers of `check`.
give_up() { say "$*"; exit 2; }

has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ]; }

# A JDK (with a compiler) that builds and runs this program; its version is read from its release file, which starts nothing.
jdk_fits() {
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=*)
                version=${line#*=}; version=${version#\"}; version=${version%%[!0-9]*}
                [ "${version:-0}" -ge 25 ] && return 0
                return 1 ;;
        esac
    done <"$1/release"
    return 1
}

# Sets jdk. Looks where JDKs are put by people, distributions and their tools.
find_jdk() {
    jdk=
    in_path=$(command -v javac 2>/dev/null) && in_path=$(readlink -f "$in_path") && in_path=${in_path%/bin/javac}
    for candidate in "${JAVA_HOME:-}" "$in_path" /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
                     "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if [ -n "$candidate" ] && jdk_fits "$candidate"; then jdk=$candidate; return 0; fi
    done
    return 1
}

# any FILE...: whether one of them is there; for patterns.
any() {
    for file; do [ -e "$file" ] && return 0; done
    return 1
}

# missing_libraries NAME...: prints those that the dynamic linker does not know.
missing_libraries() {
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) || return 0
    for library; do
        case $known in *"$library"*) ;; *) printf '%s ' "$library" ;; esac
    done
}

package_manager() {
    for manager in apt-get dnf zypper pacman; do
        has "$manager" && { echo "$manager"; return 0; }
    done
    return 1
}

# package_of NEED: the package that holds it here. Several names: the first that the distribution has.
package_of() {
    case $(package_manager):$1 in
        apt-get:jdk) echo "openjdk-25-jdk temurin-25-jdk openjdk-26-jdk openjdk-27-jdk" ;;
        dnf:jdk) echo "java-25-openjdk-devel temurin-25-jdk java-latest-openjdk-devel" ;;
        zypper:jdk) echo "java-25-openjdk-devel java-26-openjdk-devel" ;;
        pacman:jdk) echo "jdk25-openjdk jdk-openjdk" ;;
        *:maven) echo maven ;;
        apt-get:libvirt.so.0) echo libvirt0 ;;
        dnf:libvirt.so.0 | zypper:libvirt.so.0) echo libvirt-libs ;;
        pacman:libvirt.so.0 | pacman:libvirtd | pacman:virsh) echo libvirt ;;
        apt-get:libgtk-3.so.0 | zypper:libgtk-3.so.0) echo libgtk-3-0 ;;
        *:libgtk-3.so.0) echo gtk3 ;;
        apt-get:libGL.so.1) echo libgl1 ;;
        dnf:libGL.so.1) echo mesa-libGL ;;
        zypper:libGL.so.1) echo Mesa-libGL1 ;;
        pacman:libGL.so.1) echo libglvnd ;;
        apt-get:libXtst.so.6) echo libxtst6 ;;
        dnf:libXtst.so.6) echo libXtst ;;
        zypper:libXtst.so.6) echo libXtst6 ;;
        pacman:libXtst.so.6) echo libxtst ;;
        apt-get:libXxf86vm.so.1) echo libxxf86vm1 ;;
        dnf:libXxf86vm.so.1) echo libXxf86vm ;;
        zypper:libXxf86vm.so.1) echo libXxf86vm1 ;;
        pacman:libXxf86vm.so.1) echo libxxf86vm ;;
        apt-get:fonts) echo fonts-dejavu-core ;;
        dnf:fonts) echo dejavu-sans-fonts ;;
        zypper:fonts) echo dejavu-fonts ;;
        pacman:fonts) echo ttf-dejavu ;;
        apt-get:Xvfb) echo xvfb ;;
        dnf:Xvfb) echo xorg-x11-server-Xvfb ;;
        zypper:Xvfb | pacman:Xvfb) echo xorg-x11-server-Xvfb xorg-server-xvfb ;;
        dnf:xauth) echo xorg-x11-xauth ;;
        pacman:xauth) echo xorg-xauth ;;
        *:xauth) echo xauth ;;
        apt-get:libvirtd | apt-get:libvirt-qemu) echo libvirt-daemon-system ;;
        dnf:libvirtd) echo libvirt-daemon ;;
        zypper:libvirtd) echo libvirt-daemon ;;
        apt-get:virsh) echo libvirt-clients ;;
        dnf:virsh | zypper:virsh) echo libvirt-client ;;
        dnf:libvirt-qemu) echo libvirt-daemon-driver-qemu ;;
        zypper:libvirt-qemu) echo libvirt-daemon-driver-qemu ;;
        dnf:qemu-system-x86_64) echo qemu-system-x86-core ;;
        pacman:qemu-system-x86_64) echo qemu-base ;;
        *:qemu-system-x86_64) echo qemu-system-x86 qemu-x86 ;;
        apt-get:qemu-img) echo qemu-utils ;;
        dnf:qemu-img | pacman:qemu-img) echo qemu-img ;;
        zypper:qemu-img) echo qemu-tools qemu-img ;;
        dnf:ip) echo iproute ;;
        *:ip) echo iproute2 ;;
        *:modprobe) echo kmod ;;
        *:unshare) echo util-linux ;;
        zypper:mkfs.btrfs) echo btrfsprogs ;;
        *:mkfs.btrfs) echo btrfs-progs ;;
        *:mkfs.xfs) echo xfsprogs ;;
        *:mkfs.ext4) echo e2fsprogs ;;
        *:gcc) echo gcc ;;
        apt-get:libc-headers) echo libc6-dev ;;
        *:libc-headers) echo glibc-devel glibc ;;
        *:strip) echo binutils ;;
        *:desktop-file-validate) echo desktop-file-utils ;;
        dnf:appstreamcli) echo appstream ;;
        zypper:appstreamcli) echo AppStream appstream ;;
        *:appstreamcli) echo appstream ;;
        *:xdotool) echo xdotool ;;
        *:gzip) echo gzip ;;
        *:openbox) echo openbox ;;
        dnf:import | zypper:import) echo ImageMagick ;;
        *:import) echo imagemagick ;;
        *:dpkg-deb) echo dpkg ;;
        dnf:rpmbuild | zypper:rpmbuild) echo rpm-build ;;
        pacman:rpmbuild) echo rpm-tools ;;
        *:rpmbuild | *:rpm) echo rpm ;;
        *:lintian) echo lintian ;;
        *:rpmlint) echo rpmlint ;;
        *:mmdebstrap) echo mmdebstrap ;;
        apt-get:script) echo bsdutils ;;
        *:script | *:setpriv) echo util-linux ;;
    esac
}

package_exists() {
    case $(package_manager) in
        apt-get) LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]' ;;
        dnf) dnf -q list --available "$1" >/dev/null 2>&1 || dnf -q list --installed "$1" >/dev/null 2>&1 ;;
        zypper) zypper -n -q search -x "$1" >/dev/null 2>&1 ;;
        pacman) pacman -Si "$1" >/dev/null 2>&1 ;;
    esac
}

# Of the last hour. The lists have the server's times; the directory in which apt loads them has the time of the last update.
lists_are_new() { any /var/lib/apt/lists/*Packages* && [ -n "$(find /var/lib/apt/lists/partial -maxdepth 0 -mmin -60 2>/dev/null)" ]; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install_needs NEED...: a need is a program, a library, or one of jdk, fonts, libvirt-qemu, libc-headers.
install_needs() {
    [ $# -gt 0 ] || return 0
    manager=$(package_manager) || give_up "missing here: $*. Install them by the means of your distribution, then start this again."
    [ "$(id -u)" = 0 ] || has sudo || give_up "missing here: $*. Without sudo they have to be installed by root; then start this again."
    # Lists may be missing or old: names can only be chosen, and JDKs only be denied, on fresh ones.
    case $manager in
        apt-get) lists_are_new || { say "bringing the package lists up to date (apt-get update), for $* is missing"
                 as_root apt-get -qq update </dev/null >&2 || say "apt-get update had errors; going on with the lists that are there"; } ;;
        pacman) as_root pacman -Sy --noconfirm </dev/null >&2 ;;
    esac
    packages=
    for need; do
        chosen=
        for name in $(package_of "$need"); do
            package_exists "$name" && { chosen=$name; break; }
        done
        # apt knows libgtk-3-0 as another package's second name, which has no candidate of its own.
        [ -n "$chosen" ] || [ "$need" = jdk ] || chosen=$(package_of "$need" | cut -d' ' -f1)
        [ -n "$chosen" ] || [ "$need" != jdk ] || give_up \
            "this distribution has no JDK 25 or newer: install Temurin 25 from https://adoptium.net/installation/ (package or archive; for an archive set JAVA_HOME to where it was unpacked), then start this again."
        case " $packages " in *" $chosen "*) ;; *) packages="$packages $chosen" ;; esac
    done
    [ -n "$packages" ] || return 0
    say "installing with $manager:$packages"
    # shellcheck disable=SC2086 # a list of names
    case $manager in
        apt-get) as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends $packages </dev/null >&2 ;;
        dnf) as_root dnf -q -y install --setopt=install_weak_deps=False $packages </dev/null >&2 ;;
        zypper) as_root zypper -n -q install --no-recommends $packages </dev/null >&2 ;;
        pacman) as_root pacman -S --noconfirm --needed $packages </dev/null >&2 ;;
    esac || give_up "$manager could not install$packages (its own words are above)."
}

# Without the JDK's warnings about Maven's own libraries.
maven_opts() { echo "${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"; }

# Maven on the JDK that was found.
maven() { JAVA_HOME=$jdk MAVEN_OPTS=$(maven_opts) mvn -B -ntp "$@"; }
