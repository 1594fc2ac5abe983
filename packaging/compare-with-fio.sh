#!/bin/bash
# compare-with-fio.sh: whether the order of the cache modes that `bench` tells is that of fio's equivalents on the same file
# systems. For people who doubt it, not for every build. As root, with fio, btrfs-progs, xfsprogs and loop devices; some minutes.
#
# fio only imitates the modes: it writes to a raw file with its own calls, so orders are compared, not figures.
#   directsync    direct=1, sync=dsync           writethrough  sync=dsync
#   none          direct=1, a flush every 16     writeback     a flush every 16     unsafe  no flush at all
# Pairs that either tool finds within the noise (2.5 times) agree with anything.
set -eu
here=$(readlink -f "$0"); root=${here%/packaging/*}
[ "$(id -u)" = 0 ] || { echo "needs root" >&2; exit 2; }
for need in fio mkfs.btrfs mkfs.xfs mkfs.ext4 python3 unshare; do
    PATH=$PATH:/sbin:/usr/sbin command -v $need >/dev/null || { echo "$need is not installed" >&2; exit 2; }
done
export PATH=$PATH:/sbin:/usr/sbin
[ "${1-}" = inside ] || exec unshare --mount --propagation private "$here" inside

top=$(mktemp -d); trap 'umount -l "$top"/* 2>/dev/null; rm -rf --one-file-system "$top"' EXIT

fio_rate() { # DIRECTORY OPTION...: KiB/s of 4 KiB writes into a new file
    dir=$1; shift; rm -f "$dir/fio"
    fio --name=x --filename="$dir/fio" --rw=write --bs=4k --size=256m --runtime=3 --ioengine=psync --output-format=json "$@" |
        python3 -c 'import json,sys; print(round(json.load(sys.stdin)["jobs"][0]["write"]["bw"]))'
    rm -f "$dir/fio"
}

code=0
for kind in btrfs btrfs+C ext4 xfs; do
    type=${kind%+C}; at=$top/$kind; mkdir "$at"
    truncate -s 3G "$top/$kind.img"
    "mkfs.$type" -q $([ $type = ext4 ] && echo -F || echo -f) "$top/$kind.img" >/dev/null 2>&1
    mount -o loop "$top/$kind.img" "$at"; dir=$at/images; mkdir "$dir"
    [ $kind = $type ] || chattr +C "$dir"
    "$root/packaging/run.sh" bench "$dir" --format raw --json > "$top/bench.json" || true
    {
        echo "directsync $(fio_rate "$dir" --direct=1 --sync=dsync)"
        echo "writethrough $(fio_rate "$dir" --sync=dsync)"
        echo "none $(fio_rate "$dir" --direct=1 --fdatasync=16)"
        echo "writeback $(fio_rate "$dir" --fdatasync=16)"
        echo "unsafe $(fio_rate "$dir")"
    } > "$top/fio.txt"
    python3 - "$kind" "$top/bench.json" "$top/fio.txt" <<'P' || code=1
import itertools, json, sys
NOISE = 2.5
kind, bench, fio = sys.argv[1:]
ours = {cell["mode"]: cell.get("kibPerSecond") for cell in json.load(open(bench))["headline"]}
theirs = {mode: int(rate) for mode, rate in (line.split() for line in open(fio))}
print("%-8s %-13s %12s %12s" % (kind, "", "bench KiB/s", "fio KiB/s"))
for mode in theirs: print("%-8s %-13s %12s %12s" % ("", mode, ours[mode], theirs[mode]))
wrong = [(a, b) for a, b in itertools.permutations(theirs, 2) if ours[a] and ours[b] and ours[a] > NOISE * ours[b] and theirs[b] > NOISE * theirs[a]]
print("%-8s %s" % ("", "the order agrees" if not wrong else "the order differs: " + ", ".join("%s > %s" % pair for pair in wrong)))
sys.exit(bool(wrong))
P
    umount "$at"
done
exit $code
