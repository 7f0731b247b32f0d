#!/usr/bin/env bash
# Says what is missing on this machine and how to get it: check.sh [jdk] [maven] [go] [curl] [kubectl] [linux] [root]
# Without arguments: all that the build, the tests and the demo need.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

missing=0
lacks() {
  printf 'missing: %s\n' "$*" >&2
  missing=1
}

# at_least GIVEN WANTED compares dotted versions.
at_least() {
  awk -v a="$1" -v b="$2" 'BEGIN {
    n = split(b, y, "."); split(a, x, ".")
    for (i = 1; i <= n; i++) { if (x[i] + 0 > y[i] + 0) exit 0; if (x[i] + 0 < y[i] + 0) exit 1 }
    exit 0 }'
}

check_jdk() {
  # shellcheck source=jdk.sh
  . "$root/scripts/jdk.sh" || missing=1
}

check_maven() {
  local version
  if ! command -v mvn >/dev/null; then
    lacks "Maven 3.8.7 or newer. Debian, Ubuntu: apt-get install maven; macOS: brew install maven; else https://maven.apache.org/install.html"
    return
  fi
  version=$(mvn -v 2>/dev/null | sed -n 's/^[^A-Za-z]*\(\[1m\)\{0,1\}Apache Maven \([0-9.]*\).*/\2/p')
  if [ -n "$version" ] && ! at_least "$version" 3.8.7; then
    lacks "Maven 3.8.7 or newer, this is $version. See https://maven.apache.org/install.html"
  fi
}

check_go() {
  local version
  if ! command -v go >/dev/null; then
    lacks "Go 1.26 or newer, for the cluster on this machine. See https://go.dev/doc/install"
    return
  fi
  version=$(go env GOVERSION)
  at_least "${version#go}" 1.26 || lacks "Go 1.26 or newer, this is $version. See https://go.dev/doc/install"
}

check_curl() {
  command -v curl >/dev/null || lacks "curl. Debian, Ubuntu: apt-get install curl"
}

check_kubectl() {
  command -v kubectl >/dev/null || lacks "kubectl. See https://kubernetes.io/docs/tasks/tools/"
}

check_linux() {
  [ "$(uname -s)" = Linux ] ||
    lacks "Linux, for the cluster on this machine. Elsewhere use a cluster of yours: make demo KUBECONFIG=... EXISTING=1"
}

check_root() {
  [ "$(id -u)" = 0 ] || lacks "root, for the real node. Leave out REAL_NODE=yes to run with fake nodes only"
}

for what in "${@:-all}"; do
  case $what in
  all) check_linux; check_jdk; check_maven; check_go; check_curl ;;
  jdk | maven | go | curl | kubectl | linux | root) "check_$what" ;;
  *) die "unknown: $what" ;;
  esac
done
[ "$missing" = 0 ] || exit 1
