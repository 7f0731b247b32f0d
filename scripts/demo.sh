#!/usr/bin/env bash
# The demo from nothing: cluster, build, CRDs, controllers, a release to watch. Parameters come from the environment:
# EXISTING=1 with KUBECONFIG, IMAGE, NEW_IMAGE, BAD_IMAGE, REPLICAS, BATCH_TIMEOUT, NAMESPACE, PATIENCE, RECORD, PLAIN=1.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ -n "$existing" ]; then
  "$root/scripts/check.sh" jdk maven curl kubectl || exit 1
else
  "$root/scripts/check.sh" || exit 1
fi
"$root/scripts/cluster.sh" ensure
"$root/scripts/build.sh"
"$root/scripts/run.sh"
use_cluster
# shellcheck source=jdk.sh
. "$root/scripts/jdk.sh"

namespace=${NAMESPACE:-tkex-demo}
next_image=example/meeting:v3
last_image=example/meeting:v4
umask 077
# One file with one context, whatever KUBECONFIG names.
kubectl config view --minify --flatten --raw >"$run/demo.kubeconfig"
flags=(--kubeconfig "$run/demo.kubeconfig" --manifest "$root/examples/demo.yaml" --namespace "$namespace")
if [ -n "$existing" ]; then
  # Real nodes pull images and take longer to start them.
  next_image=${IMAGE:-nginx:1.28-alpine}
  last_image=${NEW_IMAGE:-nginx:1.29-alpine}
  flags+=(--any-node --image "$next_image" --new-image "$last_image" --batch-timeout "${BATCH_TIMEOUT:-60}"
    --bad-image "${BAD_IMAGE:-example.invalid/meeting:never-ready}" --patience "${PATIENCE:-600}")
else
  flags+=(--patience "${PATIENCE:-180}")
  [ -z "${IMAGE:-}" ] || flags+=(--image "$IMAGE")
  [ -z "${NEW_IMAGE:-}" ] || flags+=(--new-image "$NEW_IMAGE")
  [ -z "${BAD_IMAGE:-}" ] || flags+=(--bad-image "$BAD_IMAGE")
  [ -z "${BATCH_TIMEOUT:-}" ] || flags+=(--batch-timeout "$BATCH_TIMEOUT")
fi
[ -z "${REPLICAS:-}" ] || flags+=(--replicas "$REPLICAS")
[ -z "${RECORD:-}" ] || flags+=(--record "$RECORD")
if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ] && [ -z "${PLAIN:-}" ]; then
  flags+=(--live)
fi

status=0
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$(jar_of demo):$root/demo/target/lib/*" platform.tkex.demo.Main "${flags[@]}" || status=$?
rm -f "$run/demo.kubeconfig"
if [ "$status" != 0 ]; then
  case $status in
  130 | 143) ;;
  *)
    say ""
    say "The demo failed. What to look at:"
    for module in $(modules); do
      say "  ${run#"$root"/}/$module.log$(running_pid "$module" >/dev/null || printf ' (it does not run any more)')"
    done
    say "  kubectl -n $namespace describe stsp meeting"
    ;;
  esac
  exit "$status"
fi

# Words that work when pasted, one by one or all at once.
setup="export KUBECONFIG=$(printf %q "$KUBECONFIG")"
[ -n "$existing" ] || setup+=" PATH=$(printf %q "$(dirname "$kubectl_program")"):\$PATH"
k="kubectl -n $namespace"
image_path=/spec/template/spec/containers/0/image
cat <<TEXT

All of it happened. The cluster and the operator keep running; try next:

  $setup
  $k get stsp meeting
  $k describe stsp meeting     # its Events tell the story
  $k get pods -L controller-revision-hash

# A release, as a pipeline does it, and more pods:
  $k patch stsp meeting --type=json -p '[{"op":"replace","path":"$image_path","value":"$next_image"}]'
  $k wait stsp meeting --for=jsonpath='{.status.batchDeployStatus.generalStatus}'=Completed --timeout=5m
  $k scale stsp meeting --replicas=60

# Another one, taken back in the middle; Ctrl-C ends the watch:
  $k patch stsp meeting --type=json -p '[{"op":"replace","path":"$image_path","value":"$last_image"}]'
  $k annotate stsp meeting --overwrite platform.tkex/rollback=last-good
  $k get stsp meeting -w

  make stop$(for_name)    stops the operator
TEXT
if [ -n "$existing" ]; then
  printf '  kubectl delete namespace %s    removes the demo from your cluster\n' "$namespace"
  printf '  kubectl delete -k deploy/base --ignore-not-found    removes the CRDs and the RBAC too\n'
else
  printf '  make down%s    stops the operator and removes the cluster\n' "$(for_name)"
fi
