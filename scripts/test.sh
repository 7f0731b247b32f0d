#!/usr/bin/env bash
# Everything that proves the suite, from cheap to dear; ends with the test runners' summary lines.
#   1  scripts (shellcheck where it is installed), Go: format, vet, tests
#   2  Java: format, style, Error Prone, unit and property tests   (the cluster's programs are built meanwhile, if missing)
#   3  Java: integration and end-to-end tests on a real API server (cluster "it", started here and always removed)
#   4  the demo from its first pod to the automatic rollback, with the operator as a process under its own RBAC
#   5  as root, or where asked by E2E=1: the cluster program's own end-to-end tests
# SKIP_DEMO=1 leaves out 4; E2E=0 leaves out 5.
NAME=it
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/check.sh" || exit 1
# shellcheck source=jdk.sh
. "$root/scripts/jdk.sh"
cd "$root"
unset EXISTING KUBECONFIG
export NAME GOFLAGS=-mod=readonly
logs=$root/target/test-logs
rm -rf "$logs"
mkdir -p "$logs"
summary=$logs/summary
started=$SECONDS
background=

# shellcheck disable=SC2317 # called by the trap
cleanup() {
  trap - EXIT INT TERM
  if [ -n "$background" ] && kill -0 "$background" 2>/dev/null; then
    kill -TERM -- "-$background" 2>/dev/null || kill -TERM "$background" 2>/dev/null || true
    wait "$background" 2>/dev/null || true
  fi
  "$root/scripts/stop.sh" >/dev/null 2>&1 || true
  "$root/devcluster/devcluster" down --name "$name" >"$logs/down.log" 2>&1 || cat "$logs/down.log" >&2
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

stage() { say "" "[$((SECONDS - started)) s] === $*"; }

finish() {
  say ""
  say "=== summary after $((SECONDS - started)) s"
  [ ! -f "$summary" ] || cat "$summary" >&2
  if [ "$1" = 0 ]; then say "PASSED"; else say "FAILED: $2"; fi
  exit "$1"
}

mvn_quiet() { mvn -B -ntp -fae "$@" </dev/null; }

# keep TITLE LOG: the runner's own summary lines, the last of each module.
keep() {
  { printf -- '--- %s\n' "$1"; grep -E '^\[(INFO|WARNING|ERROR)\] +Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+ *$|^\[INFO\] Building .* \[[0-9]+/[0-9]+\]$' "$2" |
    awk '/Building/ {sub(/^\[INFO\] Building /, ""); sub(/ *\[[0-9\/]+\]$/, ""); m = $0; next} {print $0 "  (" m ")"}'; } >>"$summary" || true
}

# go_tests FOLDER TAGS...: one summary line per Go module, in the same form.
go_tests() {
  local folder=$1 log status=0
  shift
  log=$logs/go-$(printf '%s' "$folder$*" | tr -c 'a-zA-Z0-9' '-').log
  (cd "$folder" && go test "$@" -json ./...) >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" != 0 ]; then
    sed -n 's/.*"Output":"\(.*\)"}$/\1/p' "$log" | grep -vE '^(=== |ok )' | tail -n 80 | sed 's/\\n$//; s/\\t/\t/g' >&2
    grep -v '^{' "$log" | tail -n 40 >&2 || true
  fi
  awk -v what="$folder $*" '
    /"Test":/ && /"Action":"pass"/ {p++} /"Test":/ && /"Action":"fail"/ {f++} /"Test":/ && /"Action":"skip"/ {s++}
    END {printf "[INFO] Tests run: %d, Failures: %d, Errors: 0, Skipped: %d  (go test %s)\n", p + f + s, f, s, what}' "$log" |
    tee -a "$summary" >&2
  return "$status"
}

go_modules() { find devcluster -name go.mod -not -path '*/binaries/*' -exec dirname {} \; | LC_ALL=C sort; }

stage "scripts and Go"
if command -v shellcheck >/dev/null; then
  (cd scripts && shellcheck -x -P SCRIPTDIR ./*.sh ../.ci/run) || finish 1 "shellcheck"
fi
unformatted=$(gofmt -l devcluster)
[ -z "$unformatted" ] || { say "gofmt: $unformatted"; finish 1 "gofmt"; }
printf -- '--- Go\n' >>"$summary"
for module in $(go_modules); do
  (cd "$module" && go vet ./... && go vet -tags e2e ./...) </dev/null || finish 1 "go vet in $module"
  go_tests "$module" || finish 1 "Go tests in $module"
done

stage "programs of the cluster (about 9 minutes the first time), and Java: format, style, unit and property tests"
real_node=no
[ "$(id -u)" != 0 ] || real_node=auto
set -m
devcluster build --real-node "$real_node" >"$logs/devcluster-build.log" 2>&1 </dev/null &
background=$!
set +m
status=0
mvn_quiet -DskipITs verify 2>&1 | tee "$logs/unit.log" >&2 || status=$?
keep "Java: unit and property tests" "$logs/unit.log"
[ "$status" = 0 ] || finish 1 "Java unit tests, format or style"
say "waiting for the programs of the cluster ..."
tail -n 3 "$logs/devcluster-build.log" >&2 || true
while kill -0 "$background" 2>/dev/null; do
  sleep 1
  # CI ends a job that is silent for long.
  [ $((SECONDS % 30)) != 0 ] || tail -n 1 "$logs/devcluster-build.log" >&2
done
wait "$background" || { cat "$logs/devcluster-build.log" >&2; finish 1 "building the cluster's programs"; }
background=

stage "Java: integration and end-to-end tests"
devcluster down --name "$name" >/dev/null 2>&1 || true
devcluster up --name "$name" --nodes 20 >&2 || finish 1 "the cluster did not start"
export TKEX_CLUSTER=$name
status=0
# -Dtest concerns Surefire alone: its tests ran above.
mvn_quiet -Dtest=NoneAgain -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true \
  -Dcheckstyle.skip=true verify 2>&1 | tee "$logs/it.log" >&2 || status=$?
keep "Java: integration and end-to-end tests" "$logs/it.log"
[ "$status" = 0 ] || finish 1 "Java integration or end-to-end tests"
unset TKEX_CLUSTER

if [ -z "${SKIP_DEMO:-}" ]; then
  stage "the demo, twice: the second run meets what the first left"
  "$root/scripts/build.sh" || finish 1 "build"
  for run_number in 1 2; do
    status=0
    PLAIN=1 NAME=$name "$root/scripts/demo.sh" >"$logs/demo-$run_number.log" 2>&1 </dev/null || status=$?
    cat "$logs/demo-$run_number.log" >&2
    printf '[INFO] Tests run: 1, Failures: %d, Errors: 0, Skipped: 0  (demo, run %d)\n' "$((status != 0))" \
      "$run_number" >>"$summary"
    [ "$status" = 0 ] || finish 1 "the demo"
  done
fi

case ${E2E:-} in 0) run_e2e= ;; 1) run_e2e=yes ;; *) run_e2e=$([ "$(id -u)" != 0 ] || echo yes) ;; esac
if [ -n "$run_e2e" ]; then
  stage "end-to-end tests of the cluster program"
  "$root/scripts/stop.sh" >&2
  devcluster down --name "$name" >&2
  # The fake kubelet's tests take a cluster with room for thousands of pods, devcluster's make their own.
  devcluster up --name "$name" --nodes 20 --pods-per-node 400 >&2 || finish 1 "the cluster did not start"
  KUBECONFIG=$(devcluster kubeconfig --name "$name")
  export KUBECONFIG
  for module in $(go_modules); do
    if [ -d "$module/e2e" ]; then
      go_tests "$module/e2e" -tags e2e -count=1 -timeout 20m || finish 1 "end-to-end tests in $module"
    fi
  done
fi
finish 0 ""
