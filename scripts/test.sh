#!/usr/bin/env bash
# Everything that proves the suite, from cheap to dear; ends with the test runners' summary lines.
#   1  scripts (shellcheck where it is installed), Go: format, vet, tests
#   2  the programs of the cluster, if they are not cached
#   3  Java: format, style, Error Prone, unit and property tests, integration tests on a real API server
#   4  a second build gives the same jars
#   5  the demo from its first pod to the automatic rollback, with the operator as a process under its own RBAC, then
#      once more with EXISTING=1
#   6  the targets of make, and every command of the tutorial, in a cluster named "commands"
#   7  as root: deploy/base on a real node, from the operator's own image
#   8  as root, or where asked by E2E=1: the cluster program's own end-to-end tests
# The cluster "it" is started here and always removed. SKIP_DEMO=1 leaves out 5; E2E=0 leaves out 7 and 8.
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

# shellcheck disable=SC2317 # called by the trap
cleanup() {
  trap - EXIT INT TERM
  "$root/scripts/stop.sh" >/dev/null 2>&1 || true
  NAME=existing "$root/scripts/stop.sh" >/dev/null 2>&1 || true
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

# new_cluster OPTIONS...: the cluster of the tests, with these options and nothing in it.
new_cluster() {
  devcluster down --name "$name" >/dev/null 2>&1 || true
  devcluster up --name "$name" "$@" >&2 || finish 1 "the cluster did not start (E2E=0 leaves out what needs root)"
  export TKEX_CLUSTER=$name TKEX_CLUSTER_OPTIONS="$*"
}

# java_tests TITLE MAVEN-OPTIONS...
java_tests() {
  local title=$1 log status=0
  shift
  log=$logs/java-$(printf '%s' "$title" | tr -c 'a-zA-Z0-9' '-').log
  mvn -B -ntp -fae "$@" verify </dev/null 2>&1 | tee "$log" >&2 || status=$?
  keep "$title" "$log"
  return "$status"
}

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

go_modules() { find devcluster ab-switch -name go.mod -not -path '*/binaries/*' -exec dirname {} \; | LC_ALL=C sort; }

stage "scripts and Go"
if command -v shellcheck >/dev/null; then
  (cd scripts && shellcheck -x -P SCRIPTDIR ./*.sh ../.ci/run) || finish 1 "shellcheck"
fi
unformatted=$(gofmt -l devcluster ab-switch)
[ -z "$unformatted" ] || { say "gofmt: $unformatted"; finish 1 "gofmt"; }
printf -- '--- Go\n' >>"$summary"
for module in $(go_modules); do
  (cd "$module" && go vet ./... && go vet -tags e2e ./...) </dev/null || finish 1 "go vet in $module"
  go_tests "$module" || finish 1 "Go tests in $module"
done

stage "programs of the cluster (about 10 minutes the first time)"
real_node=no
[ "$(id -u)" != 0 ] || real_node=auto
devcluster build --real-node "$real_node" >&2 || finish 1 "building the cluster's programs"

stage "Java: format, style, unit, property and integration tests"
# The admission asks for one right of the operator that no request of its own needs.
new_cluster --nodes 20 --audit \
  --apiserver-flag enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement
java_tests "Java: unit, property and integration tests" || finish 1 "Java"
java_tests "Java: rights that were granted and used" -pl operator-statefulsetplus -am -Dit.excluded=none -Dit.test=RightsIT \
  -Dtest=NoneAgain -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
  -Dspotless.check.skip=true -Dcheckstyle.skip=true || finish 1 "rights that were granted and used"
"$root/scripts/build.sh" built

stage "a second build gives the same jars"
status=0
"$root/scripts/reproducible.sh" || status=$?
printf '[INFO] Tests run: 1, Failures: %d, Errors: 0, Skipped: 0  (reproducible build)\n' "$((status != 0))" >>"$summary"
[ "$status" = 0 ] || finish 1 "two builds differ"

if [ -z "${SKIP_DEMO:-}" ]; then
  stage "the demo"
  status=0
  PLAIN=1 NAME=$name "$root/scripts/demo.sh" >&2 </dev/null || status=$?
  printf '[INFO] Tests run: 1, Failures: %d, Errors: 0, Skipped: 0  (demo)\n' "$((status != 0))" >>"$summary"
  [ "$status" = 0 ] || finish 1 "the demo"
  "$root/scripts/stop.sh" >&2

  stage "the demo on a cluster that a person has"
  status=0
  (
    # As a person has it: a kubeconfig and a kubectl, and nothing known of how the cluster came to be.
    KUBECONFIG=$(devcluster kubeconfig --name "$name")
    PATH=$root/.run/devcluster/$name/bin:$PATH
    export KUBECONFIG PATH EXISTING=1 NAME=existing NAMESPACE=existing-demo PLAIN=1 BATCH_TIMEOUT=20
    "$root/scripts/demo.sh" >&2 </dev/null || status=$?
    "$root/scripts/stop.sh" >&2
    exit "$status"
  ) || status=$?
  printf '[INFO] Tests run: 1, Failures: %d, Errors: 0, Skipped: 0  (demo, EXISTING=1)\n' "$((status != 0))" >>"$summary"
  [ "$status" = 0 ] || finish 1 "the demo on a cluster that a person has"
fi

stage "what a person types: the targets of make, and the tutorial"
status=0
"$root/scripts/test-commands.sh" </dev/null 2>&1 | tee "$logs/commands.log" >&2 || status=$?
printf '[INFO] Tests run: 1, Failures: %d, Errors: 0, Skipped: 0  (commands and tutorial)\n' "$((status != 0))" >>"$summary"
[ "$status" = 0 ] || finish 1 "the targets of make, or the tutorial: $(tail -n 3 "$logs/commands.log")"

case ${E2E:-} in 0) run_e2e= ;; 1) run_e2e=yes ;; *) run_e2e=$([ "$(id -u)" != 0 ] || echo yes) ;; esac
if [ -n "$run_e2e" ] && [ "$(id -u)" = 0 ]; then
  stage "deploy/base on a real node"
  new_cluster --nodes 5 --real-node yes --audit
  java_tests "Java: end-to-end tests" -pl operator-statefulsetplus -am -Dit.excluded=none -Dit.test=DeploymentE2E \
    -Dtest=NoneAgain -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true -Dcheckstyle.skip=true || finish 1 "deploy/base on a real node"

  stage "pods that live on, on a real node"
  java_tests "Java: pods that live on" -pl operator-statefulsetplus -am -Dit.excluded=none -Dit.test=InPlaceE2E \
    -Dtest=NoneAgain -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true -Dcheckstyle.skip=true || finish 1 "pods that live on, on a real node"
fi

if [ -n "$run_e2e" ]; then
  stage "end-to-end tests of the cluster program"
  # The fake kubelet's tests take a cluster with room for thousands of pods, devcluster's make their own.
  new_cluster --nodes 20 --pods-per-node 400
  KUBECONFIG=$(devcluster kubeconfig --name "$name")
  export KUBECONFIG
  for module in $(go_modules); do
    if [ -d "$module/e2e" ]; then
      go_tests "$module/e2e" -tags e2e -count=1 -timeout 20m || finish 1 "end-to-end tests in $module"
    fi
  done
fi
finish 0 ""
