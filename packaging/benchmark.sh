#!/bin/bash
# Measures Virt Companion beside virt-manager, where that is installed, and prints a table.
#   packaging/benchmark.sh [PART...] [-- COMMAND...]
# PART     start    window painted, list filled, processor time, memory (PSS): test driver, one machine in five running
#          cold     the same start after the kernel has been made to forget the program's files
#          idle     longest time the window did not answer, processor use when nothing happens
#          latency  from libvirt's event to the changed pixels, for changes by another client (real QEMU definitions)
#          burst    50 machines defined at once
#          jmh      cost per machine of list, XML and statistics, from 100 to 5,000 machines (JMH; nothing but Maven needed)
#          none: start cold idle latency burst
# COMMAND  how Virt Companion is started: virt-companion, an app-image's bin/virt-companion; else packaging/run.sh
# RUNS=5 SIZES="10 100 1000" IDLE_SECONDS=20 in the environment change what they say.
#
# Both programs get a display of their own (Xvfb, openbox), settings of their own and the same connection; they take turns,
# and are looked at from outside only: pixels, answers of the window, /proc. Nothing of yours is touched: root becomes
# "nobody", for root has no qemu:///session; the daemon and its machines live in a directory that goes with this script.
set -eu

here=$(dirname "$(readlink -f "$0")")
fail() { echo "benchmark: $1" >&2; exit 2; }

parts=
while [ $# -gt 0 ]; do
    case $1 in
        start | cold | idle | latency | burst) parts=${parts:+$parts,}$1 ;;
        jmh) exec mvn -q -B -f "$here/../pom.xml" -Pjmh test-compile org.codehaus.mojo:exec-maven-plugin:exec ;;
        --) shift; break ;;
        *) sed -n '2,18s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift
done
[ $# -gt 0 ] || set -- "$here/run.sh"
parts=${parts:-start,cold,idle,latency,burst}

# shellcheck source-path=SCRIPTDIR
. "$here/requirements.sh"
find_jdk || fail "no JDK 25 or newer is found: set JAVA_HOME to it."
for tool in Xvfb openbox dbus-run-session; do has $tool || fail "$tool is not installed."; done
case $1 in "$here/run.sh") "$1" --version >&2 ;; esac

if [ "$(id -u)" = 0 ]; then
    has setpriv || fail "setpriv is not installed."
    # shellcheck disable=SC2086,SC2154 # several words; set by find_jdk
    exec setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups env JAVA_HOME="$jdk" "$here/benchmark.sh" ${parts//,/ } -- "$@"
fi

work=$(mktemp -d /tmp/benchmark.XXXX)
export BENCHMARK_DIR=$work HOME=$work XDG_CONFIG_HOME=$work/config XDG_STATE_HOME=$work/state XDG_DATA_HOME=$work/data \
    XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/run GSETTINGS_BACKEND=keyfile NO_AT_BRIDGE=1 LIBVIRT_DEFAULT_URI=
# Java takes the home directory from the list of users, where that of "nobody" does not exist.
export JAVA_TOOL_OPTIONS="${JAVA_TOOL_OPTIONS:-} -Duser.home=$work"
mkdir -p "$work/config" "$work/state" "$work/data" "$work/cache" "$work/classes"; mkdir -m 700 "$work/run"
started=
finish() {
    # shellcheck disable=SC2086 # a list of numbers
    kill $started 2>/dev/null || :
    wait 2>/dev/null || :
    for pidfile in "$work"/run/libvirt/qemu/run/*.pid; do [ ! -e "$pidfile" ] || kill "$(cat "$pidfile")" 2>/dev/null || :; done
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

"$jdk/bin/javac" -d "$work/classes" "$here"/benchmark/*.java
# The X server chooses a free number and says it.
Xvfb -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp 3>"$work/display" >"$work/xvfb.log" 2>&1 & started="$started $!"
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
number=$(cat "$work/display"); [ -n "$number" ] || fail "Xvfb does not start: $(cat "$work/xvfb.log")"
export DISPLAY=:$number
openbox >"$work/openbox.log" 2>&1 & started="$started $!"
if has libvirtd; then
    libvirtd -t 0 >"$work/libvirtd.log" 2>&1 & started="$started $!"
    export BENCHMARK_QEMU=qemu:///session
fi
theirs=no; ! has virt-manager || theirs=yes
dbus-run-session -- "$jdk/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$work/classes" Benchmark "$number" $theirs "$parts" "$@"
