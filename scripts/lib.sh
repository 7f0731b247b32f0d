# shellcheck shell=bash
# What every script here needs; sourced, never run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# The cluster of `make cluster-up`; other names keep their controllers' files in a folder of their own.
name=${NAME:-default}
if ! [[ $name =~ ^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$ ]]; then
  printf 'NAME=%s: allowed are 1 to 30 of a-z, 0-9 and -, beginning and ending with a letter or digit\n' "$name" >&2
  exit 2
fi
run=$root/.run
[ "$name" = default ] || run=$root/.run/$name
existing=${EXISTING:-}
[ "$existing" != 0 ] || existing=
export system_namespace=tkex-system

say() { printf '%s\n' "$*" >&2; }

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# controllers prints the lines of the list without its comments.
controllers() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "${CONTROLLERS_FILE:-$root/scripts/controllers}"; }

modules() { controllers | awk '{print $1}'; }

# jar_of MODULE prints the path of the module's own jar.
jar_of() {
  local jar
  for jar in "$root/$1/target/$1"-*.jar; do
    case $jar in *-tests.jar | *-sources.jar | *-javadoc.jar) continue ;; esac
    [ -f "$jar" ] || return 1
    printf '%s\n' "$jar"
    return
  done
  return 1
}

devcluster() { "$root/devcluster/devcluster" "$@"; }

# admin_kubeconfig prints the path of a kubeconfig that may install CRDs and RBAC; it fails when there is no cluster.
admin_kubeconfig() {
  if [ -n "$existing" ]; then
    [ -n "${KUBECONFIG:-}" ] || die "EXISTING=1 needs KUBECONFIG=path-of-the-kubeconfig as well"
    # kubectl takes a missing file for an empty one and asks localhost.
    local file
    while read -rd : file; do
      [ -z "$file" ] || [ -r "$file" ] || die "KUBECONFIG=$KUBECONFIG: there is no file $file that can be read"
    done <<<"$KUBECONFIG:"
    printf '%s\n' "$KUBECONFIG"
  else
    local path=$root/.run/devcluster/$name/kubeconfig
    [ -f "$path" ] || return 1
    printf '%s\n' "$path"
  fi
}

not_up() { die "cluster \"$name\" is not up; start it with: make cluster-up$(for_name)"; }

# for_name is what a make command needs to mean this cluster again.
for_name() { [ "$name" = default ] || printf ' NAME=%s' "$name"; }

# kubectl_path prints the cluster's own kubectl, else the person's.
kubectl_path() {
  local own=$root/.run/devcluster/$name/bin/kubectl
  if [ -z "$existing" ] && [ -x "$own" ]; then
    printf '%s\n' "$own"
  else
    type -P kubectl || die "kubectl is not on the PATH; see https://kubernetes.io/docs/tasks/tools/"
  fi
}

# use_cluster points KUBECONFIG and the function kubectl at the cluster, or ends the script.
use_cluster() {
  local path
  path=$(admin_kubeconfig) || {
    [ -z "$existing" ] || exit 1
    not_up
  }
  export KUBECONFIG=$path
  kubectl_program=$(kubectl_path)
}

kubectl() { "$kubectl_program" "$@"; }

# java_mark is on the command line of a controller that this checkout started, and on no other process.
java_mark() { printf '%s\n' "-Dtkex.run=$run/$1"; }

# running_pid MODULE prints the id of the live controller of this checkout; it trusts no number that it has not checked.
running_pid() {
  local pid mark
  mark=$(java_mark "$1")
  if pid=$(cat "$run/$1.pid" 2>/dev/null) && [[ $pid =~ ^[0-9]+$ ]] && has_argument "$pid" "$mark"; then
    printf '%s\n' "$pid"
    return
  fi
  # A lost or stale pid file: the mark still tells.
  for pid in $(mark=$mark ps -axww -o pid=,args= | mark=$mark awk '
      index($0 " ", " " ENVIRON["mark"] " ") && $2 ~ /\/java$/ {print $1}'); do
    printf '%s\n' "$pid"
    return
  done
  return 1
}

has_argument() {
  local args
  args=$(ps -ww -o args= -p "$1" 2>/dev/null) || return 1
  case "$args " in *" $2 "*) return 0 ;; esac
  return 1
}
