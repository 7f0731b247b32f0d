#!/usr/bin/env bash
# Starts every controller of the suite that is not running yet as a local process against the cluster, each with the
# token of its own ServiceAccount, and returns when they serve. Files: .run/MODULE.{pid,url,log,kubeconfig,server}.
# JAVA_OPTS is passed on to the controllers' JVMs.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/check.sh" jdk curl || exit 1
# shellcheck source=jdk.sh
. "$root/scripts/jdk.sh"
use_cluster
umask 077
mkdir -p "$run"
exec 9>"$run/.run-lock"
flock 9 2>/dev/null || true

ready_seconds=${READY_SECONDS:-90}
server=$(kubectl config view --minify --flatten --raw -o 'jsonpath={.clusters[0].cluster.server}')

# write_kubeconfig MODULE ACCOUNT: the cluster as the administrator sees it, the user is the ServiceAccount.
write_kubeconfig() {
  local file=$run/$1.kubeconfig cluster token
  cluster=$(kubectl config view --minify --flatten --raw -o 'jsonpath={.clusters[0].cluster}')
  token=$(kubectl -n "$system_namespace" create token "$2" --duration=24h) ||
    die "no token for the ServiceAccount $system_namespace/$2"
  cat >"$file.new" <<YAML
apiVersion: v1
kind: Config
current-context: $1
clusters: [{name: cluster, cluster: $cluster}]
users: [{name: $2, user: {token: "$token"}}]
contexts: [{name: $1, context: {cluster: cluster, user: $2, namespace: $system_namespace}}]
YAML
  mv -f "$file.new" "$file"
}

# answers URL: something listens there, whoever it lets in.
answers() { curl -ks --max-time 2 -o /dev/null "$1"; }

# leads URL: it holds its lease and acts; a standby serves too.
leads() {
  local page
  # whole first: a grep that ends at its first line makes curl fail in a pipe
  page=$(curl -fs --max-time 2 "$1/metrics") && grep -q '^leader_election_master_status{[^}]*} 1' <<<"$page"
}

serving() { curl -fs --max-time 2 -o /dev/null "$1/readyz"; }

# free_port picks one below the range that the kernel gives to outgoing connections.
free_port() {
  local port
  for _ in {1..50}; do
    port=$((18000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s\n' "$port"
      return
    fi
  done
  die "found no free port"
}

tail_log() {
  say "--- the last lines of ${run#"$root"/}/$1.log:"
  tail -n 40 "$run/$1.log" >&2
}

await_ready() {
  local module=$1 pid=$2 url=$3 end=$((SECONDS + ready_seconds))
  until serving "$url"; do
    if ! kill -0 "$pid" 2>/dev/null; then
      rm -f "$run/$module.pid" "$run/$module.url"
      tail_log "$module"
      die "$module ended before it served"
    fi
    if [ "$SECONDS" -ge "$end" ]; then
      tail_log "$module"
      die "$module (pid $pid) does not serve $url/readyz after $ready_seconds s; make stop ends it"
    fi
    sleep 0.2
  done
  # The lease of a process that was killed ends after 15 s.
  end=$((SECONDS + 20))
  until leads "$url"; do
    if [ "$SECONDS" -ge "$end" ] || ! kill -0 "$pid" 2>/dev/null; then
      say "$module stands by: another process leads; it takes over when that one stops"
      return
    fi
    sleep 0.2
  done
}

start() {
  local module=$1 main=$2 url pid jar launcher=(nohup)
  jar=$(jar_of "$module") || die "$module is not built; make build builds it"
  # A copy of its own: a later build must not change the jars under a running JVM.
  rm -rf "$run/$module.jars"
  mkdir "$run/$module.jars"
  cp "$jar" "$root/$module"/target/lib/*.jar "$run/$module.jars/"
  url=http://127.0.0.1:$(free_port)
  # A session of its own, so that Ctrl-C at this terminal does not reach it.
  command -v setsid >/dev/null && launcher=(setsid)
  [ ! -s "$run/$module.log" ] || mv -f "$run/$module.log" "$run/$module.log.1"
  # The subshell becomes setsid, which becomes java: $! is the process of the controller.
  # shellcheck disable=SC2086
  (cd "$run" && exec "${launcher[@]}" "$JAVA_HOME/bin/java" "$(java_mark "$module")" \
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -XX:+ExitOnOutOfMemoryError \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${JAVA_OPTS:-} \
    -cp "$run/$module.jars/*" "$main" \
    --kubeconfig="$run/$module.kubeconfig" --namespace="$system_namespace" --http-address="${url#http://}" \
    --log-format=text) </dev/null >"$run/$module.log" 2>&1 9>&- &
  pid=$!
  printf '%s\n' "$pid" >"$run/$module.pid"
  printf '%s\n' "$url" >"$run/$module.url"
  printf '%s\n' "$server" >"$run/$module.server"
  await_ready "$module" "$pid" "$url"
  say "$module runs: pid $pid, $url, log ${run#"$root"/}/$module.log"
}

installed=
while read -r module main account; do
  pid=$(running_pid "$module") || pid=
  if [ -n "$pid" ]; then
    url=$(cat "$run/$module.url" 2>/dev/null || true)
    other=$(cat "$run/$module.server" 2>/dev/null || true)
    if [ "$other" != "$server" ]; then
      ! answers "$other" || die "$module (pid $pid) runs against another cluster; stop it first: make stop$(for_name)"
      say "$module (pid $pid) runs against a cluster that is gone"
      "$root/scripts/stop.sh"
      pid=
    fi
  fi
  if [ -n "$pid" ]; then
    printf '%s\n' "$pid" >"$run/$module.pid"
    # The token lives a day; a later start renews it in place.
    [ -z "$(find "$run/$module.kubeconfig" -mmin +360 2>/dev/null)" ] || write_kubeconfig "$module" "$account"
    await_ready "$module" "$pid" "$url"
    say "$module runs already: pid $pid, $url"
    if jar=$(jar_of "$module") && ! cmp -s "$jar" "$run/$module.jars/${jar##*/}"; then
      say "  its code has changed since; make stop run starts the new one"
    fi
    continue
  fi
  if [ -z "$installed" ]; then
    "$root/scripts/install.sh"
    installed=yes
  fi
  write_kubeconfig "$module" "$account"
  start "$module" "$main"
done < <(controllers)
