#!/usr/bin/env bash
# First process of a node's own namespaces: network, mounts, processes, cgroups, IPC and host name. Makes them into a node,
# says "ready", and stays until its standard input ends. With it end every process, mount, interface and rule of the node.
#   namespaces.sh STATE NODE ADDRESS
set -euo pipefail
state=$1 node=$2 address=$3

# Whatever is told to stop on the machine's side: the first of these to fail names itself.
trap 'echo "failed: $BASH_COMMAND" >&2' ERR

mount --make-rprivate /

# The cgroups, mounted again, so that / is the group that the keeper made for this cluster.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  umount --recursive /sys/fs/cgroup
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  # A group with groups below it may hold no process of its own.
  mkdir -p /sys/fs/cgroup/init
  echo $$ > /sys/fs/cgroup/init/cgroup.procs
else
  hierarchies=$(awk '$3 == "cgroup" {print $2}' /proc/mounts | sort -u)
  mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
  for hierarchy in $hierarchies; do
    name=${hierarchy##*/}
    mkdir "/sys/fs/cgroup/$name"
    options=$name
    [ "$name" = systemd ] && options=none,name=systemd
    mount -t cgroup -o "$options" cgroup "/sys/fs/cgroup/$name"
  done
fi

# kubelet sets these for the whole machine, unless they read as it wants them.
mkdir -p "$state/sysctl"
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
  kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  [ -e "/proc/sys/${setting%=*}" ] || continue
  copy="$state/sysctl/${setting//[\/=]/-}"
  echo "${setting#*=}" > "$copy"
  mount --bind "$copy" "/proc/sys/${setting%=*}"
done

# /run is the node's own, and what it writes below /var goes into the state folder, which stays where it is.
exec 9< "$state"
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$state/var" "$state/var-work" /run/netns /run/lock
mount -t overlay -o "lowerdir=/var,upperdir=$state/var,workdir=$state/var-work" overlay /var
[ -e "$state/plan.json" ] || mount --bind /proc/self/fd/9 "$state"
exec 9<&-
mount --bind "$state/hosts" /etc/hosts
hostname "$node"

# One end of a pair carries the node's address; there is nothing at the other end.
ip link set lo up
ip link add node0 type veth peer name node0-peer
ip address add "$address/24" dev node0
ip link set node0 up
ip link set node0-peer up
ip route add default dev node0
echo 1 > /proc/sys/net/ipv4/ip_forward
nft list ruleset > /dev/null

echo ready
# As the first process it also collects the orphans of the others, which bash does while it waits here.
read -r _ || true
