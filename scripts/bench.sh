#!/usr/bin/env bash
# Times the creation and the replacement of pods: a StatefulSetPlus, a StatefulSet and a bare client in turn, on one
# cluster of fake nodes named "bench", which is made before and removed after. PODS=1000,2000 ROUNDS=3 WARM_UP=500.
# The figures go into docs/benchmarks.md and docs/images/benchmarks.svg, unless KEEP_DOCS=1. A quiet machine tells more.
NAME=${NAME:-bench}
. "$(dirname "${BASH_SOURCE[0]}")/measure.sh"

options=(--pods "${PODS:-1000,2000}")
[ -z "${ROUNDS:-}" ] || options+=(--rounds "$ROUNDS")
[ -z "${WARM_UP:-}" ] || options+=(--warm-up "$WARM_UP")
[ -n "${KEEP_DOCS:-}" ] || options+=(--report "$root/docs/benchmarks.md" --plot "$root/docs/images/benchmarks.svg")
# Its informers must not cost the others time.
export TKEX_WATCH_NAMESPACE=bench-plus
measure_begin "${NODES:-25}" "${PODS_PER_NODE:-200}"
measure speed "${options[@]}"
