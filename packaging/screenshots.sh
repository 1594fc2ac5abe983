#!/bin/sh
# Makes the pictures of the README from the running program: packaging/screenshots.sh [PROGRAM]
# On a display of its own (Xvfb, openbox), on the demo host, at 1280x800; needs ImageMagick. As root it starts the program as
# nobody, for it tells root that it is not wanted. The chart of measure.png is of a measurement and stays as it is.
set -eu
here=$(readlink -f "$0"); root=${here%/packaging/*}
. "$root/packaging/requirements.sh"
program=${1:-$root/packaging/run.sh}
pictures=$root/packaging/screenshots
if [ "${VIRT_COMPANION_SCREENSHOTS:-}" != inside ]; then
    needs=
    for tool in Xvfb xauth openbox xdotool import; do has $tool || needs="$needs $tool"; done
    # shellcheck disable=SC2086 # a list of words
    install_needs $needs
    VIRT_COMPANION_SCREENSHOTS=inside exec xvfb-run -a -s "-screen 0 1280x800x24" "$here" "$program"
fi
"$program" --version >/dev/null  # builds it, where it is run.sh
home=$(mktemp -d); trap 'kill $window_manager 2>/dev/null || :; rm -rf "$home"' EXIT
cp "${XAUTHORITY:-/dev/null}" "$home/.Xauthority"; chmod 755 "$home"
as=
if [ "$(id -u)" = 0 ]; then chown -R 65534:65534 "$home"; as="setpriv --reuid=65534 --regid=65534 --clear-groups"; fi
openbox >/dev/null 2>&1 & window_manager=$!
# shot NAME KEYS...: opens the demo, presses keys, and keeps a picture
shot() {
    name=$1; shift
    # shellcheck disable=SC2086 # none or several words
    $as env HOME="$home" XAUTHORITY="$home/.Xauthority" XDG_STATE_HOME="$home" XDG_CONFIG_HOME="$home" XDG_CACHE_HOME="$home" XDG_RUNTIME_DIR="$home" \
        GTK_THEME="$theme" LANG=C.UTF-8 "$program" demo >/dev/null 2>&1 &
    shown=$!
    window=$(timeout 120 xdotool search --sync --onlyvisible --class virtcompanion | head -n 1)
    xdotool windowfocus "$window"; sleep 12  # for the curves to have something to show
    for key; do xdotool key "$key"; sleep 2; done
    import -window "$window" -strip "$pictures/$name.png"
    kill $shown; wait $shown 2>/dev/null || :
}
theme=Adwaita; shot window-light
theme=Adwaita; shot disks ctrl+2
theme=Adwaita:dark; shot window-dark ctrl+3
say "look at $pictures"
