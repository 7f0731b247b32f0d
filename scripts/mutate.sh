#!/usr/bin/env bash
# Changes the planner in one place at a time and runs its unit tests: those that notice nothing have a hole. THREADS=2,
# CLASSES=plan.Wanted for some of the classes only.
# Exit code 1 when fewer than 85% of the changes are noticed (the limit is in the module's pom, profile mutation).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/check.sh" jdk maven || exit 1
# shellcheck source=jdk.sh
. "$root/scripts/jdk.sh"
cd "$root"
threads=${THREADS:-2}
[[ $threads =~ ^[1-9][0-9]{0,2}$ ]] || die "THREADS=$threads: allowed is a whole number from 1"
only=()
if [ -n "${CLASSES:-}" ]; then
  [[ $CLASSES =~ ^(plan|release|model|status)\.[A-Za-z]+$ ]] || die "CLASSES=$CLASSES: allowed is a class such as plan.Wanted"
  only=(-DtargetClasses="platform.tkex.statefulsetplus.$CLASSES*")
fi
mkdir -p target
log=$root/target/mutate.log
report=operator-statefulsetplus/target/mutation
rm -rf "$report"
say "changing the planner; this takes some minutes, everything it says is in target/mutate.log ..."
passed=yes
mvn -B -ntp -pl operator-statefulsetplus -am -Pmutation -Dmutation.threads="$threads" \
  -Dspotless.check.skip=true -Dcheckstyle.skip=true "${only[@]}" process-test-classes </dev/null >"$log" 2>&1 || passed=
[ -f "$report/mutations.xml" ] || { tail -n 40 "$log" >&2; die "the tests did not come to their end"; }

awk '
  function field(name) {
    return match($0, "<" name ">[^<]*") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 2) : ""
  }
  BEGIN { root = "platform.tkex.statefulsetplus." }
  /<mutation / {
    class = substr(field("mutatedClass"), length(root) + 1)
    package = substr(class, 1, index(class, ".") - 1)
    changes[package]++; all++
    if (/detected=.true/) { noticed[package]++; sum++; next }
    left[++count] = sprintf("  %s.%s line %s: %s", class, field("mutatedMethod"), field("lineNumber"), field("description"))
  }
  END {
    for (i = 1; i <= count; i++) { if (i == 1) print "Not noticed:"; print left[i] }
    for (package in changes)
      printf "%-8s %4d of %4d noticed, %5.1f%%\n", package, noticed[package], changes[package], 100 * noticed[package] / changes[package]
    printf "%-8s %4d of %4d noticed, %5.1f%%\n", "all", sum, all, 100 * sum / all
  }' "$report/mutations.xml" | sed -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#39;/'"'"'/g; s/&amp;/\&/g'
say "Line by line: $report/index.html; why some are left: docs/mutation-survivors.md"
[ -n "$passed" ] || { grep '^\[ERROR\]' "$log" | head -n 3 >&2; die "too few changes are noticed, or the build failed"; }
