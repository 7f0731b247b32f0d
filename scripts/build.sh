#!/usr/bin/env bash
# Builds the controllers and the demo, without tests, when their sources changed since the last time.
# `build.sh built` only notes that they have just been built in another way, as by mvn verify.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/check.sh" jdk maven || exit 1
# shellcheck source=jdk.sh
. "$root/scripts/jdk.sh"
cd "$root"
names=()
while read -r module; do names+=("$module"); done < <(modules)
stamp=$root/target/.built
# sha256 under either of its names.
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

sources() {
  {
    printf '%s\n' "$JAVA_HOME" "${names[@]}"
    find pom.xml .mvn crds common demo "${names[@]}" -type f -not -path '*/target/*' -not -path '*/src/test/*' -print0 |
      LC_ALL=C sort -z | xargs -0 cat
  } | sha256 | cut -c1-40
}

have_all() {
  local m
  for m in "${names[@]}" demo; do
    jar_of "$m" >/dev/null && [ -d "$m/target/lib" ] || return 1
  done
}

mkdir -p "$root/target"
exec 8>"$root/target/.build-lock"
flock 8 2>/dev/null || true
now=$(sources)
if [ "${1:-}" = built ]; then
  have_all || die "there is no jar or no target/lib"
  printf '%s\n' "$now" >"$stamp"
  exit 0
fi
if have_all && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
  exit 0
fi
list=$(IFS=,; printf '%s' "${names[*]}")
say "building $list and demo ..."
rm -f "$stamp"
log=$root/target/build.log
# Format and style are `make check`'s; here only what runs is made.
if ! mvn -B -ntp -e -T 2 -pl "$list,demo" -am -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcheckstyle.skip=true \
  package </dev/null >"$log" 2>&1; then
  grep -E '^\[(ERROR|WARN)' "$log" | tail -n 60 >&2 || tail -n 60 "$log" >&2
  die "the build failed; everything it said is in ${log#"$root"/}"
fi
have_all || die "the build left no jar or no target/lib; see ${log#"$root"/}"
printf '%s\n' "$now" >"$stamp"
say "built"
