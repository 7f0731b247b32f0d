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
umask 077
# One file with one context, whatever KUBECONFIG names.
kubectl config view --minify --flatten --raw >"$run/demo.kubeconfig"
flags=(--kubeconfig "$run/demo.kubeconfig" --manifest "$root/examples/demo.yaml" --namespace "$namespace")
if [ -n "$existing" ]; then
  # Real nodes pull images and take longer to start them.
  image=${IMAGE:-nginx:1.28-alpine}
  next_image=$image
  flags+=(--any-node --image "$image" --new-image "${NEW_IMAGE:-$image}" --batch-timeout "${BATCH_TIMEOUT:-60}"
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
    for module in $(modules); do say "  ${run#"$root"/}/$module.log"; done
    say "  kubectl -n $namespace describe stsp meeting"
    ;;
  esac
  exit "$status"
fi

# Words that work when pasted, from this folder.
short=$kubectl_program
case $short in "$root"/*) short=./${short#"$root"/} ;; esac
! on_path=$(command -v kubectl) || [ -z "$on_path" ] || short=kubectl
cat <<TEXT

All of it happened. The cluster and the operator keep running; try next:

  export KUBECONFIG=$KUBECONFIG
  $short -n $namespace get stsp meeting
  $short -n $namespace describe stsp meeting            # its Events tell the story
  $short -n $namespace get pods -L controller-revision-hash
  $short -n $namespace patch stsp meeting --type=json -p \\
    '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"$next_image"}]'
  $short -n $namespace get stsp meeting -w              # watch that release
  $short -n $namespace annotate stsp meeting platform.tkex/rollback=last-good
  $short -n $namespace scale stsp meeting --replicas=60

  make stop    stops the operator
TEXT
if [ -n "$existing" ]; then
  printf '  %s delete namespace %s    removes the demo from your cluster\n' "$short" "$namespace"
else
  printf '  make down    stops the operator and removes the cluster\n'
fi
