#!/usr/bin/env bash
# Stops the controllers that run.sh started and waits until they ended. Only a process that carries this checkout's mark
# is ever signalled.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

grace_seconds=${GRACE_SECONDS:-40}
stopped=0
pids=()
for module in $(modules); do
  if pid=$(running_pid "$module"); then
    kill -TERM "$pid" 2>/dev/null || true
    pids+=("$module $pid")
  fi
done
for entry in ${pids[@]+"${pids[@]}"}; do
  read -r module pid <<<"$entry"
  end=$((SECONDS + grace_seconds))
  while has_argument "$pid" "$(java_mark "$module")"; do
    if [ "$SECONDS" -ge "$end" ]; then
      say "$module (pid $pid) did not stop within $grace_seconds s: killing it"
      kill -KILL "$pid" 2>/dev/null || true
      end=$((SECONDS + 10))
    fi
    sleep 0.1
  done
  stopped=$((stopped + 1))
  say "$module stopped"
done
for module in $(modules); do
  rm -f "$run/$module.pid" "$run/$module.url" "$run/$module.server" "$run/$module.kubeconfig"
  rm -rf "$run/$module.jars"
done
[ "$stopped" -gt 0 ] || say "no controller was running"
