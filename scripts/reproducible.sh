#!/usr/bin/env bash
# Builds the jars a second time, from a copy of the sources in another folder, and compares the bytes: the same sources
# give the same jars, wherever and whenever they are built.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/build.sh"
# shellcheck source=jdk.sh
. "$root/scripts/jdk.sh"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
tar -C "$root" --exclude=target --exclude=./.git --exclude=./.run --exclude=./devcluster -cf - . | tar -C "$copy" -xf -
list=$(modules | paste -sd, -)
(cd "$copy" && mvn -B -ntp -q -T 2 -pl "$list,demo" -am -Dmaven.test.skip=true -Dspotless.check.skip=true \
  -Dcheckstyle.skip=true package) </dev/null >"$copy/log" 2>&1 || { tail -n 60 "$copy/log" >&2; die "the second build failed"; }

different=0
for module in crds common $(modules) demo; do
  one=$(jar_of "$module")
  if cmp "$one" "$copy/${one#"$root"/}" >&2; then
    say "${one##*/}: the same bytes"
  else
    different=1
  fi
done
exit "$different"
