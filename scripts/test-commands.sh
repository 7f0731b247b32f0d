#!/usr/bin/env bash
# Proves what a person types: the targets of the Makefile on a cluster of their own named "commands", and every command of
# docs/tutorial.md as it stands there. The tests run it; ends at the first thing that is not as it should be.
NAME=commands
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
unset EXISTING KUBECONFIG NODES POD_START_DELAY REAL_NODE VARIANT AUDIT FEATURE_GATES
export NAME
module=operator-statefulsetplus
work=$(mktemp -d)

# shellcheck disable=SC2317 # called by the trap
cleanup() { make down >/dev/null 2>&1 || true; rm -rf "$work"; }
trap cleanup EXIT

# said WORDS COMMAND...: the command works and says so.
said() {
  local words=$1 out
  shift
  out=$("$@" 2>&1) || die "$* failed: $out"
  case $out in *"$words"*) ;; *) die "$* does not say \"$words\" but: $out" ;; esac
}

# refused WORDS COMMAND...: it fails and says why.
refused() {
  local words=$1 out
  shift
  if out=$("$@" 2>&1); then die "$* should have failed, and said: $out"; fi
  case $out in *"$words"*) ;; *) die "$* does not say \"$words\" but: $out" ;; esac
}

# same WHAT FOUND WANTED
same() { [ "$2" = "$3" ] || die "$1 is \"$2\", not \"$3\""; }

# The page is read whole first: a grep that ends at its first line makes curl fail in a pipe.
leads() {
  local page
  page=$(curl -fs "$(cat "$run/$module.url")/metrics") && grep -q "^leader_election_master_status{.*} 1" <<<"$page"
}

say "help and what is missing"
while IFS=: read -r target _; do
  said "  $target " make help
done < <(grep -E '^[a-z-]+:.*## ' Makefile)
mkdir "$work/bin"
for tool in bash awk sed dirname basename env uname id; do ln -s "$(command -v "$tool")" "$work/bin/$tool"; done
refused "apt-get install maven" env PATH="$work/bin" scripts/check.sh maven
refused "https://go.dev/doc/install" env PATH="$work/bin" scripts/check.sh go
refused "apt-get install curl" env PATH="$work/bin" scripts/check.sh curl
refused "make cluster-up" make -s kubeconfig
refused "make cluster-up" scripts/run.sh
refused '--nodes "abc"' make cluster-up NODES=abc
refused "volume-patch" make cluster-up VARIANT=nope

say "cluster"
said "is ready" make cluster-up NODES=2 POD_START_DELAY=3s REAL_NODE=no
said "already up" make cluster-up NODES=2 POD_START_DELAY=3s REAL_NODE=no
KUBECONFIG=$(make -s kubeconfig)
[ -f "$KUBECONFIG" ] || die "make -s kubeconfig printed \"$KUBECONFIG\", which is no file"
export KUBECONFIG
kubectl_program=$(kubectl_path)
same "number of fake nodes" "$(kubectl get nodes -l type=kwok -o name | wc -l)" 2
kubectl run slow --image=app:v1 --overrides='{"spec":{"nodeSelector":{"type":"kwok"}}}' >/dev/null
kubectl wait pod/slow --for=condition=Ready --timeout=60s >/dev/null
when() { date -d "$(kubectl get pod slow -o jsonpath="{.status.conditions[?(@.type==\"$1\")].lastTransitionTime}")" +%s; }
# Times are in whole seconds.
[ $(($(when Ready) - $(when PodScheduled))) -ge 2 ] || die "POD_START_DELAY=3s did not hold the pod up"

say "controllers"
make run >/dev/null 2>&1 || die "make run failed, see $run/$module.log"
pid=$(cat "$run/$module.pid")
has_argument "$pid" platform.tkex.statefulsetplus.Main || die "$run/$module.pid is not the controller's own process"
curl -fs -o /dev/null "$(cat "$run/$module.url")/readyz" || die "make run came back before $module served"
leads || die "make run came back before $module led"
said "system:serviceaccount:tkex-system:$module" kubectl --kubeconfig "$run/$module.kubeconfig" auth whoami
same "may it change what users wrote" "$(kubectl --kubeconfig "$run/$module.kubeconfig" auth can-i update statefulsetpluses -A 2>/dev/null || true)" no
said "runs already: pid $pid" make run
kill -KILL "$pid"
said "runs: pid" make run
leads || die "a killed leader's lease was not taken over"
said "$module stopped" make stop
[ ! -f "$run/$module.pid" ] || die "make stop left $run/$module.pid"
said "no controller was running" make stop
unset KUBECONFIG
said "is down" make cluster-down
said "is not up" make cluster-down

say "every command of docs/tutorial.md"
awk '/^```sh/ {f = 1; next} /^```/ {f = 0} f' docs/tutorial.md >"$work/tutorial.sh"
# Its kubectl lies in the cluster called default there.
(export PATH=$root/.run/devcluster/$NAME/bin:$PATH && bash -euo pipefail "$work/tutorial.sh") >"$work/tutorial.log" 2>&1 || {
  tail -n 25 "$work/tutorial.log" >&2
  die "the tutorial does not work as pasted"
}
grep -q 'RolledBack' "$work/tutorial.log" || die "the tutorial shows no rollback"
say "all as it should be"
