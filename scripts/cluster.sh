#!/usr/bin/env bash
# The cluster on this machine: cluster.sh up | ensure | down | kubeconfig. Options come from the environment:
# NAME NODES PODS_PER_NODE POD_START_DELAY REAL_NODE VARIANT AUDIT FEATURE_GATES WAIT.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need() { "$root/scripts/check.sh" linux go curl || exit 1; }

up() {
  need
  local flags=(--name "$name")
  [ -z "${NODES:-}" ] || flags+=(--nodes "$NODES")
  [ -z "${PODS_PER_NODE:-}" ] || flags+=(--pods-per-node "$PODS_PER_NODE")
  [ -z "${POD_START_DELAY:-}" ] || flags+=(--pod-start-delay "$POD_START_DELAY")
  case ${REAL_NODE:-} in
  '') ;;
  0) flags+=(--real-node no) ;;
  1) flags+=(--real-node yes) ;;
  *) flags+=(--real-node "$REAL_NODE") ;;
  esac
  [ -z "${VARIANT:-}" ] || flags+=(--variant "$VARIANT")
  [ -z "${AUDIT:-}" ] || flags+=(--audit)
  [ -z "${FEATURE_GATES:-}" ] || flags+=(--feature-gates "$FEATURE_GATES")
  [ -z "${WAIT:-}" ] || flags+=(--wait "$WAIT")
  devcluster up "${flags[@]}" >&2
}

# serves tells whether the cluster of that name answers, whatever options it was started with.
serves() {
  local path
  path=$(admin_kubeconfig) || return 1
  [ -z "$(devcluster status | awk -v n="$name" '$1 == n && $3 != "running"')" ] || return 1
  KUBECONFIG=$path "$(kubectl_path)" get --raw /readyz --request-timeout=3s >/dev/null 2>&1
}

case ${1:-} in
up)
  [ -z "$existing" ] || die "EXISTING=1 uses the cluster you have; there is nothing to start"
  up
  ;;
ensure)
  if [ -n "$existing" ]; then
    use_cluster
    kubectl get --raw /version --request-timeout=10s >/dev/null || die "the cluster of $KUBECONFIG does not answer"
  elif ! serves; then
    up
  fi
  ;;
down)
  [ -z "$existing" ] || { say "EXISTING=1: your cluster is left as it is"; exit 0; }
  [ -d "$root/.run/devcluster/$name" ] || { say "cluster \"$name\" is not up"; exit 0; }
  need
  devcluster down --name "$name" >&2
  ;;
kubeconfig)
  if ! admin_kubeconfig; then
    [ -z "$existing" ] || exit 1
    not_up
  fi
  ;;
*) die "expected up, ensure, down or kubeconfig" ;;
esac
