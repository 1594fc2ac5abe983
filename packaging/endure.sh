#!/bin/bash
# Leaves the window open on a real libvirtd while somebody else works there, and looks for what it leaks:
#   packaging/endure.sh [MINUTES] [CHANGES]        30 minutes and 500 changes; as root, on a display of its own
# Another client defines, starts, pauses, renames, ends and undefines machines at random, the daemon is restarted twice on the
# way, and keyboard and mouse walk through list and pages. At the end the list, copied as text, has to be what
# `virsh list --all` says, the log without an exception, and threads, open files and the heap as they were once the window
# had warmed up. Needs Xvfb, openbox, xdotool and xclip. SEED=1 makes other changes; ENDURE_PICTURE=FILE keeps a picture of the end.
set -eu
here=$(dirname "$(readlink -f "$0")")
fail() { echo "endure: $1" >&2; exit 1; }

if [ -z "${VIRT_COMPANION_IT:-}" ]; then
    for tool in Xvfb openbox xdotool xclip; do command -v $tool >/dev/null || fail "$tool is not installed."; done
    "$here/run.sh" --version >&2
    exec "$here/private-libvirtd.sh" "$0" "$@"
fi
minutes=${1:-30}; changes=${2:-$((minutes * 60 < 500 ? minutes * 60 : 500))}
RANDOM=${SEED:-20261123}
uri=$VIRT_COMPANION_IT; daemon=$VIRT_COMPANION_IT_DAEMON; pidfile=/run/virt-companion-it.pid
guest=$here/../src/test/resources/io/github/virtcompanion/libvirt/waiting.bin
# shellcheck source-path=SCRIPTDIR
. "$here/requirements.sh"
find_jdk || fail "no JDK 25 or newer is found: set JAVA_HOME to it."

work=$(mktemp -d /tmp/endure.XXXX)
export HOME=$work XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache \
    XDG_RUNTIME_DIR=$work/run LC_ALL=C.UTF-8 NO_AT_BRIDGE=1 JAVA_TOOL_OPTIONS="-Duser.home=$work"
mkdir -m 700 "$work/run"; mkdir "$work/state" "$work/config" "$work/data" "$work/cache"
started=
finish() {
    # shellcheck disable=SC2086 # a list of numbers
    kill $started 2>/dev/null || :
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

virsh() { command virsh -q -c "$uri" "$@" 2>/dev/null || :; }

Xvfb -displayfd 3 -screen 0 1280x720x24 -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" & started="$started $!"
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
DISPLAY=:$(cat "$work/display"); export DISPLAY
openbox >"$work/openbox.log" 2>&1 & started="$started $!"

define() {
    cp "$guest" "$work/$1.img"
    cat >"$work/define.xml" <<XML
<domain type='qemu'>
  <name>$1</name>
  <memory unit='MiB'>32</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw' cache='writethrough'/>
      <source file='$work/$1.img'/>
      <target dev='hda' bus='ide'/>
    </disk>
    <memballoon model='none'/>
  </devices>
</domain>
XML
    virsh define "$work/define.xml" >/dev/null
}
chmod 755 "$work"
for i in 1 2 3 4 5 6; do define "first-$i"; done

(exec "$here/run.sh" -c "$uri") >"$work/out" 2>"$work/err" & window=$!; started="$started $window"
for _ in $(seq 300); do id=$(xdotool search --onlyvisible --pid $window 2>/dev/null | tail -n 1) && [ -n "$id" ] && break; sleep 0.2; done
[ -n "${id:-}" ] || fail "no window came: $(cat "$work/err")"
xdotool windowactivate --sync "$id" || :
sleep 3

heap() {
    "$jdk/bin/jcmd" $window GC.run >/dev/null 2>&1 || :
    sleep 1
    "$jdk/bin/jcmd" $window GC.heap_info 2>/dev/null | awk '/used/ && /generation|Tenured|DefNew|def new/ { match($0, /used [0-9]+K/); sum += substr($0, RSTART + 5, RLENGTH - 6) } END { print sum + 0 }'
}
# Arrays of C that JNA holds, and libvirt's own connections as the kernel counts their ends.
natives() { "$jdk/bin/jcmd" $window GC.class_histogram 2>/dev/null | awk '$4 ~ /^com.sun.jna.(Memory|CallbackReference)$/ { sum += $2 } END { print sum + 0 }'; }
# shellcheck disable=SC2012 # numbers only
files() { ls /proc/$window/fd | wc -l; }
# shellcheck disable=SC2012
threads() { ls /proc/$window/task | wc -l; }
resident() { awk '/^VmRSS/ { print $2 }' /proc/$window/status; }
ticks() { awk '{ print $14 + $15 }' /proc/$window/stat; }
figures() {
    local now
    now=$(heap)
    printf '%-10s heap %7s KiB  resident %7s KiB  threads %3s  files %3s  native %5s  cpu %s s\n' "$1" "$now" "$(resident)" "$(threads)" "$(files)" "$(natives)" "$(($(ticks) / 100))"
    heap_now=$now; threads_now=$(threads); files_now=$(files); natives_now=$(natives)
}

restart() {
    kill "$(cat $pidfile)"
    while [ -e "/proc/$(cat $pidfile 2>/dev/null || echo none)" ]; do sleep 0.1; done
    sleep $((RANDOM % 4))
    "$daemon" -p $pidfile >>"$work/daemon.log" 2>&1 & started="$started $!"
    for _ in $(seq 100); do command virsh -q -c "$uri" version >/dev/null 2>&1 && return; sleep 0.1; done
    fail "the daemon did not come back"
}

change() {
    local names running count some
    mapfile -t names < <(virsh list --all --name | grep .)
    count=${#names[@]}; running=$(virsh list --name | grep -c . || :)
    [ "$count" -gt 0 ] || { define "vm-$1"; return; }
    some=${names[$((RANDOM % count))]}
    case $((RANDOM % 8)) in
        0 | 1) if [ "$count" -lt 30 ]; then define "vm-$1"; else virsh undefine "$some"; fi ;;
        2 | 3) if [ "$running" -lt 4 ]; then virsh start "$some"; else virsh destroy "$some"; fi ;;
        4) if [ $((RANDOM % 2)) = 0 ]; then virsh suspend "$some"; else virsh resume "$some"; fi ;;
        5) virsh domrename "$some" "${some%-r*}-r$1" ;;
        6) virsh desc "$some" --config --title "title $1" ;;
        7) if [ $((RANDOM % 2)) = 0 ]; then virsh destroy "$some"; else virsh undefine "$some"; fi ;;
    esac >/dev/null
}

# Nothing that changes a machine: lines, pages, the search, drawing over lines, the list's menu and away again.
walk() {
    case $((RANDOM % 9)) in
        0 | 1) xdotool mousemove $((40 + RANDOM % 300)) $((290 + RANDOM % 340)) click 1 ;;
        2) xdotool key Down key Down ;;
        3) xdotool key Up ;;
        4 | 5) xdotool key "ctrl+$((1 + RANDOM % 6))" ;;
        6) xdotool key ctrl+f type --delay 30 vm; xdotool key Escape key Escape ;;
        7) local y=$((300 + RANDOM % 200)); xdotool mousemove 100 $y mousedown 1 mousemove 110 $((y + 40)) mousemove 112 $((y + 90)) mouseup 1 ;;
        8) xdotool mousemove 100 $((300 + RANDOM % 300)) click 3; sleep 0.3; xdotool key Escape ;;
    esac
}

begun=$(date +%s); total=$((minutes * 60)); warm=$((changes / 5)); made=0
echo "endure: $changes changes in $minutes minutes, window $window"
figures start
heap_warm=; said=0
while [ $made -lt "$changes" ]; do
    made=$((made + 1))
    change $made
    [ -e /proc/$window ] || { cat "$work/err" >&2; fail "the window has gone after $made changes"; }
    walk
    if [ $made = $((changes * 2 / 5)) ] || [ $made = $((changes * 7 / 10)) ]; then restart; fi
    if [ $made = $warm ]; then figures warm; heap_warm=$heap_now; threads_warm=$threads_now; files_warm=$files_now; natives_warm=$natives_now; fi
    if [ $((made * 10 / changes)) -gt $said ]; then said=$((made * 10 / changes)); [ $made -le $warm ] || figures "$made"; fi
    due=$((begun + total * made / changes)); now=$(date +%s)
    [ "$now" -ge $due ] || sleep $((due - now))
done
sleep 12
figures end

code=0
wrong() { echo "endure: $1" >&2; code=1; }
xdotool key Escape key ctrl+f key Escape mousemove 100 330 click 1 sleep 0.6 key ctrl+a sleep 0.6 key ctrl+c sleep 1
timeout 5 xclip -o -selection clipboard >"$work/copied" || wrong "nothing was copied"
[ -z "${ENDURE_PICTURE:-}" ] || import -window root "$ENDURE_PICTURE"
# The list shows the title where there is one; the state is the last of the columns.
expected=$(virsh list --all --name | grep . | while read -r name; do
    # One that was undefined while it runs has nothing stored.
    stored=--config; virsh dominfo "$name" | grep -q '^Persistent: *no' && stored=--live
    title=$(virsh desc "$name" $stored --title | head -n 1); case $title in "" | "No title"*) title=$name ;; esac
    echo "$title:$(virsh domstate "$name" | head -n 1)"
done | sort)
ours=$(tail -n +2 "$work/copied" | awk -F'\t' '{ print $1 ":" tolower($NF) }' | sed 's/:shutoff$/:shut off/' | sort)
[ "$expected" = "$ours" ] || wrong "the list is not what virsh says:
$(diff <(echo "$expected") <(echo "$ours"))"
# libvirt's own words when its daemon ends ("Input/output error") are told and belong here; Java's names and levels do not.
grep -rnE '[a-z](Exception|Error)\b|SEVERE' "$work/err" "$work/state/virt-companion/log" 2>/dev/null && wrong "something has failed"
[ "$threads_now" -le $((threads_warm + 3)) ] || wrong "threads: $threads_warm warm, $threads_now at the end"
[ "$files_now" -le $((files_warm + 3)) ] || wrong "open files: $files_warm warm, $files_now at the end"
[ "$natives_now" -le $((natives_warm + 40)) ] || wrong "native objects: $natives_warm warm, $natives_now at the end"
[ "$heap_now" -le $((heap_warm * 3 / 2)) ] || wrong "heap: $heap_warm KiB warm, $heap_now KiB at the end"
[ $code = 0 ] && echo "endure: the list of $(echo "$ours" | grep -c .) machines is right, and nothing was left open"
exit $code
