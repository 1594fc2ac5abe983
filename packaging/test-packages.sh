#!/bin/sh
# Makes the packages and tries them as somebody would who has nothing but the file: packaging/test-packages.sh
# They are asked what lintian and rpmlint think of them, made a second time elsewhere, for the bytes have to be the same, and
# installed in a clean root (test-installed.sh, Debian and Ubuntu). Needs root or sudo, as for apt. Nothing is left but target/dist.
# VIRT_COMPANION_PICTURES=DIR keeps pictures of what was on the screen.
set -eu
here=$(readlink -f "$0"); root=${here%/packaging/*}
. "$root/packaging/requirements.sh"
dist=$root/target/dist
failed() { say "FAILED: $*"; exit 1; }

# What is only tried need not be small.
VIRT_COMPANION_SQUEEZE=${VIRT_COMPANION_SQUEEZE:-1}; export VIRT_COMPANION_SQUEEZE
"$root/packaging/package.sh" deb rpm app-image || failed "the packages could not be made (see above)"

needs=; clean_root=no
for program in rpmlint rpm; do has "$program" || needs="$needs $program"; done
if has apt-get; then
    clean_root=yes
    for program in lintian mmdebstrap Xvfb xdotool openbox unshare setpriv script ip; do has "$program" || needs="$needs $program"; done
fi
# shellcheck disable=SC2086 # a list of words
install_needs $needs

work=$(mktemp -d "${TMPDIR:-/tmp}/virt-companion-packages.XXXXXX")
second=
# What was mounted below it is gone with its namespace.
# shellcheck disable=SC2317 # called by the trap
clean_up() {
    [ -z "$second" ] || kill -- "-$second" 2>/dev/null || :
    rm -rf --one-file-system "$work" 2>/dev/null || as_root rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

say "asking lintian and rpmlint"
if has lintian; then lintian --allow-root --fail-on error "$dist"/*.deb || failed "lintian has errors"; fi
rpmlint -c "$root/packaging/rpmlint.toml" "$dist"/*.rpm >"$work/rpmlint.log" 2>&1 || { cat "$work/rpmlint.log"; failed "rpmlint has errors"; }

say "making the deb once more elsewhere, meanwhile: the bytes are to be the same"
mkdir -p "$work/again/target"
cp -a "$root/pom.xml" "$root/src" "$root/packaging" "$root/icons" "$root/LICENSE" "$root/README.md" "$work/again"
# Maven's store is the same; nothing else is.
# In a session of its own, so that it ends with all it started.
VIRT_COMPANION_CLASSES=$dist/classes.list setsid "$work/again/packaging/package.sh" deb >"$work/again.log" 2>&1 </dev/null &
second=$!

code=0
if [ $clean_root = no ]; then say "no apt here: the packages are not installed"
# A mount and a PID namespace: what is mounted and started there ends with it.
elif ! as_root unshare --mount --pid --fork true 2>/dev/null; then say "this system allows no namespaces: the packages are not installed"
else
    mkdir "$work/installed"
    as_root unshare --mount --propagation private --pid --fork --kill-child \
        env VIRT_COMPANION_PICTURES="${VIRT_COMPANION_PICTURES:-}" "$root/packaging/test-installed.sh" "$dist" "$work/installed" </dev/null || code=$?
fi
again=0; wait "$second" || again=$?
second=
[ $code = 0 ] || exit $code
[ $again = 0 ] || { tail -n 20 "$work/again.log" >&2; failed "the second deb could not be made"; }
if ! cmp "$dist"/*.deb "$work/again/target/dist"/*.deb; then
    dpkg-deb -R "$dist"/*.deb "$work/one"; dpkg-deb -R "$work/again/target/dist"/*.deb "$work/other"
    diff -r "$work/one" "$work/other" || :
    failed "the second deb differs from the first"
fi
cmp "$root/target"/virt-companion-*.jar "$work/again/target"/virt-companion-*.jar || failed "the second jar differs from the first"
say "the packages hold"
