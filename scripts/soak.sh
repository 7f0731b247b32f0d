#!/usr/bin/env bash
# Random releases of WORKLOADS=200 StatefulSetPlus of 1 to 20 pods for MINUTES=20, on a cluster of fake nodes named "soak",
# which is made before and removed after; then IDLE_MINUTES=3 of silence. SEED=42 draws what users do. Exit code 1 and a
# list when something leaked, or when metrics, Events and what users did do not agree.
NAME=${NAME:-soak}
. "$(dirname "${BASH_SOURCE[0]}")/measure.sh"

options=()
[ -z "${WORKLOADS:-}" ] || options+=(--workloads "$WORKLOADS")
[ -z "${MINUTES:-}" ] || options+=(--minutes "$MINUTES")
[ -z "${IDLE_MINUTES:-}" ] || options+=(--idle-minutes "$IDLE_MINUTES")
[ -z "${SEED:-}" ] || options+=(--seed "$SEED")
measure_begin "${NODES:-25}" "${PODS_PER_NODE:-200}"
module=operator-statefulsetplus
measure soak --operator "$(cat "$run/$module.url")" --pid "$(cat "$run/$module.pid")" --log "$run/$module.log" \
  "${options[@]}"
