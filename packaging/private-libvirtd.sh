#!/bin/bash
# private-libvirtd.sh COMMAND...
# Runs COMMAND against a system libvirtd of its own, for tests that define, start and break things. Root only.
# The daemon, its guests, /run and libvirt's directories live in a mount and a PID namespace that end with COMMAND;
# the machine's own libvirtd, if any, is neither seen nor touched. The exit code is COMMAND's, or 125 with a word
# where the daemon could not be had. COMMAND sees
#   VIRT_COMPANION_IT=qemu:///system      the connection
#   VIRT_COMPANION_IT_KVM=yes|no          whether that daemon offers KVM
#   VIRT_COMPANION_IT_DAEMON=/path        the daemon's program; its pid file is /run/virt-companion-it.pid
# KVM=none before the command hides /dev/kvm. CGROUPS=yes gives its guests control groups; those are the machine's own.
set -u

fail() { echo "private-libvirtd: $1" >&2; exit 125; }

if [ "${VIRT_COMPANION_PRIVATE:-}" != inside ]; then
  [ $# -gt 0 ] || fail "no command given"
  [ "$(id -u)" = 0 ] || fail "needs root (sudo $0 ...)"
  PATH=$PATH:/usr/sbin:/sbin
  VIRT_COMPANION_DAEMON=$(command -v libvirtd || command -v virtqemud) || fail "neither libvirtd nor virtqemud is installed"
  for tool in virtlogd virsh unshare; do command -v $tool > /dev/null || fail "$tool is not installed"; done
  export PATH VIRT_COMPANION_DAEMON VIRT_COMPANION_PRIVATE=inside
  # With the PID namespace every process goes when its first one ends, guests included, even after kill -9 of this script.
  unshare --mount --propagation private --pid --fork --kill-child true 2> /dev/null || fail "this system allows no mount or PID namespace"
  exec unshare --mount --propagation private --pid --fork --kill-child "$(readlink -f "$0")" "$@"
fi

unset VIRT_COMPANION_PRIVATE
daemon=$VIRT_COMPANION_DAEMON
unset VIRT_COMPANION_DAEMON
trap : INT TERM HUP  # the command gets them too; what it leaves is cleaned below
mount -t proc proc /proc || fail "cannot mount /proc"

# A name server configured below /run must stay reachable: Maven may still have to load something.
resolv=$(readlink -f /etc/resolv.conf); nameservers=$(cat /etc/resolv.conf 2> /dev/null)
conf=$(cat /etc/libvirt/qemu.conf 2> /dev/null)
for dir in /run /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt; do
  mkdir -p $dir; mount -t tmpfs -o mode=755 private-libvirtd $dir || fail "cannot mount on $dir"
done
case $resolv in /run/*) mkdir -p "${resolv%/*}"; printf '%s\n' "$nameservers" > "$resolv";; esac
mkdir -p /run/lock /run/libvirt /etc/libvirt/qemu/networks/autostart /var/lib/libvirt/images /var/lib/libvirt/boot
# What would outlive the namespaces, or is shared with another daemon: security profiles (/etc/apparmor.d/libvirt), directories
# in /dev/hugepages, control groups.
printf '%s\nsecurity_driver = "none"\nhugetlbfs_mount = []\n' "$(grep -E '^ *(user|group) *=' <<< "$conf")" > /etc/libvirt/qemu.conf
if [ "${CGROUPS:-}" = yes ]; then
  echo 'cgroup_controllers = [ "cpu", "cpuset", "memory", "blkio" ]' >> /etc/libvirt/qemu.conf
  # libvirt looks for what it needs in a second hierarchy too, where there is one, and this one has no controllers.
  [ -s /sys/fs/cgroup/unified/cgroup.controllers ] || umount /sys/fs/cgroup/unified 2> /dev/null
else echo 'cgroup_controllers = []' >> /etc/libvirt/qemu.conf; fi

if [ "${KVM:-}" = none ] && [ -e /dev/kvm ]; then
  bare=$(mktemp -d /run/dev.XXXX); mount -t tmpfs -o mode=755 private-libvirtd "$bare"
  for entry in /dev/*; do
    name=${entry##*/}
    if [ "$name" = kvm ]; then continue
    elif [ -L "$entry" ] || [ -c "$entry" ] || [ -b "$entry" ]; then cp -a "$entry" "$bare/"
    elif [ -d "$entry" ]; then mkdir "$bare/$name"; mount --rbind "$entry" "$bare/$name"; fi
  done
  mount --move "$bare" /dev
elif [ -c /dev/kvm ]; then
  # A node that QEMU's user cannot open makes libvirt probe QEMU again at every call: each define then takes 45 s.
  mkdir /run/private-kvm; mount -t tmpfs -o mode=755 private-libvirtd /run/private-kvm
  mknod -m 666 /run/private-kvm/kvm c $((0x$(stat -c %t /dev/kvm))) $((0x$(stat -c %T /dev/kvm))) && chmod 666 /run/private-kvm/kvm \
    && mount --bind /run/private-kvm/kvm /dev/kvm || echo "private-libvirtd: /dev/kvm stays as it is" >&2
fi

pidfile=/run/virt-companion-it.pid
virtlogd -d -p /run/virtlogd.pid
"$daemon" -p $pidfile > /run/private-daemon.log 2>&1 &
for _ in $(seq 120); do
  virsh -q -c qemu:///system version > /dev/null 2>> /run/private-daemon.log && ready=yes && break
  sleep 0.25
done
[ "${ready:-}" = yes ] || { grep error /run/private-daemon.log | tail -n 5 >&2; fail "$daemon does not answer"; }

export VIRT_COMPANION_IT=qemu:///system VIRT_COMPANION_IT_DAEMON=$daemon VIRT_COMPANION_IT_KVM=no
virsh -c qemu:///system domcapabilities --virttype kvm > /dev/null 2>&1 && VIRT_COMPANION_IT_KVM=yes
"$@"; code=$?

for guest in $(timeout 10 virsh -q -c qemu:///system list --uuid 2> /dev/null); do
  timeout 20 virsh -q -c qemu:///system destroy "$guest" > /dev/null 2>&1
done
kill "$(cat $pidfile 2> /dev/null)" "$(cat /run/virtlogd.pid)" 2> /dev/null
# Empty ones only: another daemon's guests keep theirs.
[ "${CGROUPS:-}" != yes ] || rmdir /sys/fs/cgroup/*/machine 2> /dev/null
exit $code
