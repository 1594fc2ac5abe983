#!/bin/sh
# train.sh PROGRAM: opens the demo, looks at each page, and closes it, so that the classes for all that are known (package.sh).
# Expects an X display of its own.
set -eu
"$1" demo &
program=$!
window=
for _ in $(seq 600); do
    window=$(xdotool search --onlyvisible --class virtcompanion 2>/dev/null | head -n 1) && [ -n "$window" ] && break
    kill -0 $program 2>/dev/null || exit 1
    sleep 0.2
done
[ -n "$window" ] || { kill $program; exit 1; }
xdotool windowfocus "$window"
# There is nothing to see from outside of what is loaded meanwhile; a page that comes late is only started a little slower later.
sleep 6
for key in ctrl+2 ctrl+3 ctrl+4 ctrl+5 ctrl+1; do xdotool key $key; sleep 2; done
xdotool key ctrl+f; xdotool type bsd; sleep 1; xdotool key Escape; sleep 1
for _ in $(seq 5); do
    xdotool key ctrl+q
    for _ in $(seq 50); do kill -0 $program 2>/dev/null || break 2; sleep 0.2; done
done
wait $program
