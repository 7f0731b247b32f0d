#!/usr/bin/env bash
# Installs what controllers need in the cluster: the CRDs, the namespace, ServiceAccounts and RBAC of deploy/base. Their
# Deployments are left out, because here the controllers run as local processes.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

use_cluster
kept='^(Namespace|CustomResourceDefinition|ServiceAccount|Role|RoleBinding|ClusterRole|ClusterRoleBinding)$'
objects=$(kubectl kustomize "${DEPLOY:-$root/deploy/base}" | kept=$kept awk '
  function flush() { if (kind ~ ENVIRON["kept"]) printf "---\n%s", doc; doc = ""; kind = "" }
  /^---/ { flush(); next }
  /^kind: / { kind = $2 }
  { doc = doc $0 "\n" }
  END { flush() }')
[ -n "$objects" ] || die "${DEPLOY:-deploy/base} has no objects to install"
changed=$(kubectl apply --server-side --force-conflicts --field-manager=tkex-install -f - <<<"$objects") ||
  die "the cluster refused the CRDs or the RBAC (shown above); installing them needs cluster-admin"
say "installed $(wc -l <<<"$changed" | tr -d ' ') objects of deploy/base (CRDs, namespace, RBAC)"
crds=$(sed -n 's/^\(customresourcedefinition[^ ]*\).*/\1/p' <<<"$changed")
# shellcheck disable=SC2086
[ -z "$crds" ] || kubectl wait --for=condition=Established --timeout=60s $crds >/dev/null
