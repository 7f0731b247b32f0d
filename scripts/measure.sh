# shellcheck shell=bash
# What bench.sh and soak.sh share; sourced, never run.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# measure_end: whatever happened, nothing of it stays.
# shellcheck disable=SC2317 # called by the trap
measure_end() {
  trap - EXIT INT TERM
  "$root/scripts/stop.sh" >/dev/null 2>&1 || true
  "$root/scripts/cluster.sh" down >/dev/null 2>&1 || say "the cluster \"$name\" is still there: make down$(for_name)"
}

# measure_begin NODES PODS-PER-NODE: a new cluster with the operator as `make run` starts it.
measure_begin() {
  [ -z "$existing" ] || die "it measures on a cluster of its own, EXISTING=1 is not for it"
  "$root/scripts/check.sh" || exit 1
  # shellcheck source=jdk.sh
  . "$root/scripts/jdk.sh"
  cd "$root"
  export NAME=$name
  "$root/scripts/build.sh"
  measure_build
  trap measure_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  "$root/scripts/stop.sh" >/dev/null 2>&1 || true
  "$root/scripts/cluster.sh" down >/dev/null
  NODES=$1 PODS_PER_NODE=$2 REAL_NODE=no "$root/scripts/cluster.sh" up
  "$root/scripts/run.sh"
}

measure_build() {
  local log=$root/target/measure-build.log
  mkdir -p "$root/target"
  say "building ..."
  mvn -B -ntp -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcheckstyle.skip=true \
    package dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile="$root/target/measure.classpath" \
    </dev/null >"$log" 2>&1 || { tail -n 40 "$log" >&2; die "the build failed; everything it said is in target/measure-build.log"; }
}

# measure SUBCOMMAND OPTIONS...: under the JVM options of the operator, so that both pay the same for a write.
measure() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx1g --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$(jar_of bench):$(cat target/measure.classpath)" \
    platform.tkex.bench.Main "$1" --kubeconfig "$(admin_kubeconfig)" "${@:2}"
}
