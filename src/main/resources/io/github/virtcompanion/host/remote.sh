# Prints what the diagnosis and the storage rules read of this host; writes nothing. Each entry: a line of the mark, a
# letter and a name, then the text. F file, D directory, L link, C command, X closed to this user.
root=
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
exec 2>/dev/null
if command -v timeout >/dev/null; then limit() { timeout 2 "$@" </dev/null; }; else limit() { "$@" </dev/null; }; fi
entry() { printf '\n%s %s %s\n' "$mark" "$1" "$2"; }
closed() { if [ -e "$root$1" ] && [ ! -r "$root$1" ]; then entry X "$1"; fi; }
open() { if [ -f "$root$1" ] && [ -r "$root$1" ]; then return 0; fi; closed "$1"; return 1; }
file() { if open "$1"; then entry F "$1"; head -c "${2:-65536}" "$root$1"; fi; }
word() { if open "$1" && { IFS= read -r line <"$root$1" || [ -n "$line" ]; }; then entry F "$1"; printf '%s\n' "$line"; fi; }
lines() { if open "$1"; then entry F "$1"; grep -E -i -- "$2" "$root$1" | head -c 262144; fi; }
directory() { if [ -d "$root$1" ]; then entry D "$1"; else return 1; fi; }
said() {
  name=$1 filter=$2
  shift 2
  said=$(limit "$@" 2>&1)
  code=$?
  case $code in 124|126|127) return;; esac
  entry C "$name"
  printf '%s\n' "$code"
  if [ "$code" = 0 ]; then printf '%s\n' "$said" | grep -E -i -- "$filter" | tail -c 1048576; else printf '%s\n' "$said" | head -c 4096; fi
}

# Processor.
file /proc/cpuinfo 524288
word /proc/sys/kernel/osrelease
word /proc/version
file /proc/cmdline
file /sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c 16
directory /dev
if [ -c "$root/dev/kvm" ]; then
  if said=$( (exec 3<>"$root/dev/kvm") 2>&1 ); then opening=ok; else
    case $said in
      *ermission*|*"not permitted"*) opening=denied;;
      *"No such device"*) opening=no-device;;
      *busy*) opening=busy;;
      *) opening=other;;
    esac
  fi
  entry F /dev/kvm
  printf '%s\n' "$opening"
fi
loader=/lib64/ld-linux-x86-64.so.2
if [ -z "$root" ] && [ -x $loader ]; then said "$loader --list-diagnostics" '^x86\.cpu_features\.(basic|features)' $loader --list-diagnostics; fi
if [ -z "$root" ]; then
  said dmesg 'linux version|kvm|vmx|svm|txt|hyp mode|virtualization|vboxdrv|vmmon' dmesg
  if [ "$code" != 0 ]; then
    said 'journalctl -k -b --no-pager -q -o short-monotonic' 'linux version|kvm|vmx|svm|txt|hyp mode|virtualization|vboxdrv|vmmon' journalctl -k -b --no-pager -q -o short-monotonic
  fi
  said 'systemd-detect-virt -c' . systemd-detect-virt -c
  if [ "$(id -u)" = 0 ]; then
    said 'rdmsr 0x3a' . rdmsr 0x3a
    said 'rdmsr 0xc0010114' . rdmsr 0xc0010114
  fi
fi
for name in sys_vendor product_name board_vendor board_name bios_version bios_date; do word /sys/class/dmi/id/$name; done
directory /sys/class/firmware-attributes
for path in "$root"/sys/class/firmware-attributes/*/attributes/*; do
  case ${path##*/} in
    *[Vv][Ii][Rr][Tt]*|*[Ss][Vv][Mm]*|*[Vv][Tt]*|*[Aa][Mm][Dd]*)
      path=${path#"$root"}
      word "$path/display_name"
      word "$path/current_value";;
  esac
done

# Modules.
directory /sys/module
for path in "$root"/sys/module/kvm* "$root"/sys/module/xen* "$root"/sys/module/vboxdrv "$root"/sys/module/vmmon; do directory "${path#"$root"}"; done
for name in kvm/parameters/enable_virt_at_load kvm_intel/parameters/nested kvm_amd/parameters/nested; do word /sys/module/$name; done
lines /proc/modules '^(kvm|xen|vboxdrv|vmmon)'
for place in /etc /run /usr/local/lib /usr/lib /lib; do
  if directory $place/modprobe.d; then for path in "$root$place"/modprobe.d/*.conf; do file "${path#"$root"}" 32768; done; fi
done
release=
if open /proc/sys/kernel/osrelease; then read -r release <"$root/proc/sys/kernel/osrelease"; fi
case $release in ''|*/*) ;; *)
  for tree in /lib/modules /usr/lib/modules; do
    for list in modules.dep modules.builtin; do lines "$tree/$release/$list" /kvm/; done
  done
  lines "/boot/config-$release" CONFIG_KVM;;
esac

# Surroundings.
word /run/systemd/container
word /run/host/container-manager
for path in /proc/vz /proc/bc; do directory $path; done
for path in /run/.containerenv /.dockerenv /.flatpak-info; do if [ -e "$root$path" ]; then entry F $path; fi; done
word /proc/1/cgroup
word /proc/xen/capabilities
word /sys/hypervisor/type
word /sys/hypervisor/properties/features

# Storage.
file /proc/mdstat 1048576
file /proc/mounts 1048576
file /proc/self/mountinfo 1048576
count=0
for path in "$root"/sys/class/block/*; do
  name=${path##*/}
  case $name in ram*|'*') continue;; esac
  count=$((count + 1))
  if [ $count -gt 400 ]; then break; fi
  device=/sys/class/block/$name
  directory "$device"
  for name in partition queue/rotational queue/write_cache queue/logical_block_size dm/name dm/uuid md/level; do word "$device/$name"; done
  for name in "$root$device"/slaves/*; do directory "${name#"$root"}"; done
  if [ -r "$root$device/dev" ] && read -r number <"$root$device/dev"; then
    entry L "/sys/dev/block/$number"
    printf '../../class/block/%s' "${device##*/}"
  fi
done
for path in "$root"/sys/fs/btrfs/*/devices/* "$root"/sys/fs/btrfs/*/allocation/data/*; do
  case ${path##*/} in *_*|flags) continue;; esac
  if [ -e "$path" ]; then entry D "${path#"$root"}"; fi
done
word /sys/module/zfs/version

# Settings and loads.
lines /proc/meminfo '^(Mem|Swap|Huge)'
for path in /sys/kernel/mm/ksm/run /sys/kernel/mm/transparent_hugepage/enabled /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor \
  /sys/devices/system/cpu/cpu0/cpufreq/scaling_driver /proc/sys/vm/swappiness /proc/sys/vm/dirty_ratio /proc/sys/vm/dirty_background_ratio \
  /proc/sys/kernel/io_uring_disabled; do word $path; done
for path in "$root"/sys/kernel/mm/hugepages/*; do
  for name in nr_hugepages free_hugepages; do word "${path#"$root"}/$name"; done
done

# Images. Nothing is asked of a file system of the network: a dead server would hold us. One that did not answer in time is
# not asked again.
began=$(date +%s)
stuck='|'
tab='	'
holder() {
  kind=
  under=
  longest=-1
  while read -r _ point type _; do
    case $point in *\\*) point=$(printf %b "$point");; esac
    case $point in /) point=;; esac
    case $1/ in "$point"/*) if [ ${#point} -ge "$longest" ]; then longest=${#point} kind=$type under=$point; fi;; esac
  done <"$root/proc/mounts"
}
network() { case $kind in ''|nfs*|cifs|smb*|9p|afs|ceph|glusterfs|lustre|fuse*|autofs|coda|ncpfs) return 0;; *) return 1;; esac; }
late() { [ $(($(date +%s) - began)) -ge 8 ]; }
silent() { case $stuck in *"|$under|"*) return 0;; *) return 1;; esac; }
# Where a path leads, in $real; fails where nothing may be asked.
leads() {
  holder "$1"
  if network || silent; then return 1; fi
  real=$(limit readlink -f -- "$root$1")
  if [ $? = 124 ]; then
    stuck="$stuck$under|"
    return 1
  fi
  real=${real#"$root"}
  if [ -z "$real" ]; then return 1; fi
  holder "$real"
  if network || silent; then return 1; fi
}
# The sizes of a file, its first bytes, and whether it can be read past the page cache: opening takes no lock.
looked() {
  sizes=$(limit stat -L -c '%s %b %B' -- "$root$real") || return
  case $sizes in *[!0-9\ ]*|'') return;; esac
  printf '\ttype=%s' "$kind"
  if [ ! -f "$root$real" ]; then return; fi
  # shellcheck disable=SC2086 # three numbers
  set -- $sizes
  printf '\tlength=%s\tallocated=%s' "$1" $(($2 * $3))
  if [ ! -r "$root$real" ]; then
    printf '\tclosed=yes'
    return
  fi
  if command -v base64 >/dev/null; then printf '\thead=%s' "$(limit head -c 4096 "$root$real" | base64 | tr -d '\n')"; fi
  if tried=$(limit dd if="$root$real" of=/dev/null bs=4096 count=1 iflag=direct 2>&1); then printf '\tdirect=yes'
  else case $tried in *': Invalid argument') printf '\tdirect=no';; esac; fi
}
# The file that a qcow2 lies over, in $over, as its header names it (QEMU, docs/interop/qcow2.rst: magic, offset at 8, length at 16).
lies_over() {
  over=
  # shellcheck disable=SC2046 # twenty numbers
  set -- $(limit od -An -v -tu1 -N 20 "$root$real")
  if [ $# != 20 ] || [ "$1 $2 $3 $4" != '81 70 73 251' ] || [ "$9 ${10} ${11} ${12} ${13} ${14} ${17} ${18}" != '0 0 0 0 0 0 0 0' ]; then return 1; fi
  offset=$((${15} * 256 + ${16}))
  length=$((${19} * 256 + ${20}))
  if [ $offset = 0 ] || [ $length = 0 ] || [ $length -gt 1023 ] || [ $((offset + length)) -gt 4096 ]; then return 1; fi
  over=$(limit head -c $((offset + length)) "$root$real" | tail -c $length)
  case $over in *[[:cntrl:]]*|''|[a-z]*:*) return 1;; esac
}
images=
image() {
  if late || ! leads "$1"; then return; fi
  if [ "$real" != "$1" ]; then
    entry L "$1"
    printf '%s' "$real"
  fi
  if [ "$kind" = btrfs ]; then said "lsattr -d $real" . lsattr -d "$root$real"; fi
  space=$(limit df -P -k -- "$root$real" | sed -n '$s/.* \([0-9][0-9]*\)  *[0-9][0-9]*  *\([0-9][0-9]*\)  *[0-9][0-9]*% .*/\1 \2/p')
  case $space in *' '*) space="${tab}free=$((${space#* } * 1024))${tab}total=$((${space% *} * 1024))";; *) space=;; esac
  images="$images$1$space$(looked)
"
  file=$1
  deep=0
  while [ $deep -lt 8 ] && ! late && lies_over; do
    case $over in /*) file=$over;; *) file=${file%/*}/$over;; esac
    case $images in *"$file$tab"*) return;; esac
    if ! leads "$file"; then return; fi
    images="$images$file$(looked)
"
    deep=$((deep + 1))
  done
}
finish() {
  if [ -n "$images" ]; then
    entry F /capture/images
    printf '%s' "$images"
  fi
  entry END ''
}
