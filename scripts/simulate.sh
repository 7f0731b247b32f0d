#!/usr/bin/env bash
# Runs the operator in simulated clusters: SEEDS=10000 FROM=1, or one of them with its whole story: SEED=42.
# Exit code 1 when a rule was broken; the first such seed is then made smaller and told on one page.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/check.sh" jdk maven || exit 1
# shellcheck source=jdk.sh
. "$root/scripts/jdk.sh"
cd "$root"
for number in SEED SEEDS FROM PROCESSES; do
  value=${!number:-}
  [[ -z $value || $value =~ ^[0-9]{1,18}$ ]] || die "$number=$value: allowed is a whole number"
done
mkdir -p target
log=$root/target/simulate-build.log
say "building ..."
mvn -B -ntp -pl simulation -am -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcheckstyle.skip=true \
  package dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile="$root/target/simulate.classpath" \
  </dev/null >"$log" 2>&1 || { tail -n 40 "$log" >&2; die "the build failed; everything it said is in target/simulate-build.log"; }
options=()
[ -z "${SEED:-}" ] || options+=(--seed "$SEED")
[ -z "${SEEDS:-}" ] || options+=(--seeds "$SEEDS")
[ -z "${FROM:-}" ] || options+=(--from "$FROM")
[ -z "${PROCESSES:-}" ] || options+=(--processes "$PROCESSES")
exec "$JAVA_HOME/bin/java" --add-opens java.base/java.lang=ALL-UNNAMED -Djdk.trackAllThreads=false -XX:+UseSerialGC -Xmx1g -Xmn600m \
  -cp "$(jar_of simulation):$(cat target/simulate.classpath)" platform.tkex.simulation.run.Main "${options[@]}"
