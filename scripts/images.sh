#!/usr/bin/env bash
# A small image per controller, and that of ab-switch, without a registry and without a container engine: target/images/MODULE.tar, a docker
# archive that `docker load`, `kind load image-archive` and `ctr images import` take. The same sources, JDK and C library
# give the same bytes. On an empty base: the C library that the JVM needs, a runtime of the JDK's modules in use, the jars.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/check.sh" linux jdk maven go || exit 1
# shellcheck source=jdk.sh
. "$root/scripts/jdk.sh"
tag=${TAG:-dev}
[ -n "${NO_BUILD:-}" ] || "$root/scripts/build.sh"
out=$root/target/images
mkdir -p "$out"
work=$(mktemp -d "$out/.work-XXXXXX")
trap 'rm -rf "$work"' EXIT
umask 022
# The build's own fixed time (project.build.outputTimestamp).
epoch=$(date -u -d "$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</.*|\1|p' "$root/pom.xml")" +%s)

# What every controller needs, also what is looked up by name at run time and so is found by no analysis of classes.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.unsupported
# Named by libraries that do without: Jackson (beans, SQL dates), annotation processors.
optional=java.desktop,java.sql,java.compiler

case $(uname -m) in
x86_64) architecture=amd64 ;;
aarch64) architecture=arm64 ;;
*) die "no image for $(uname -m)" ;;
esac

pack() { tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --format=ustar -C "$1" -cf "$2" "${@:3}"; }

digest() { sha256sum "$1" | cut -d' ' -f1; }

# check_modules MODULE: nothing that its jars name is left out unless we know that it may be.
check_modules() {
  local named module
  named=$("$JAVA_HOME/bin/jdeps" --ignore-missing-deps --multi-release 25 --print-module-deps \
    "$(jar_of "$1")" "$root/$1"/target/lib/*.jar 2>/dev/null | grep -E '^[a-z0-9.,]+$') || die "jdeps failed for $1"
  for module in ${named//,/ }; do
    case ",$modules,$optional," in
    *",$module,"*) ;;
    *) die "$1 names the JDK module $module; add it to the list in scripts/images.sh" ;;
    esac
  done
}

# runtime FOLDER: made once for all images.
runtime() {
  local made=$work/jre
  if [ ! -d "$made" ]; then
    "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
      --compress=zip-6 --output "$made" >&2 || die "jlink failed"
    if [ -n "${CDS:-}" ]; then "$made/bin/java" -Xshare:dump -XX:+UseSerialGC >/dev/null 2>&1 || die "no class data"; fi
  fi
  cp -a "$made" "$1"
}

# base FOLDER RUNTIME: the C library's files at the paths where the loader looks.
base() {
  local file
  mkdir -p "$1/etc" "$1/tmp"
  chmod 1777 "$1/tmp"
  {
    find "$2" -type f \( -name '*.so' -o -path '*/bin/*' -o -name jspawnhelper \) -exec ldd {} + 2>/dev/null |
      grep -oE '(=> )?/[^ ]+ \(0x' | grep -oE '/[^ ]+'
    # The resolver loads these by name.
    for file in libresolv.so.2 libnss_files.so.2 libnss_dns.so.2; do
      ldconfig -p 2>/dev/null | sed -n "s|.*$file .*=> ||p" | head -n 1
      /sbin/ldconfig -p 2>/dev/null | sed -n "s|.*$file .*=> ||p" | head -n 1
    done
  } | grep -v "^$2" | LC_ALL=C sort -u | while read -r file; do
    [ -f "$file" ] || continue
    mkdir -p "$1$(dirname "$file")"
    cp -L "$file" "$1$file"
  done
  printf 'root:x:0:0:root:/:/none\nnonroot:x:65532:65532:nonroot:/tmp:/none\n' >"$1/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$1/etc/group"
  printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
}

# app FOLDER MODULE MAIN: the jars and, in their order, the command line.
app() {
  local jar jars=
  mkdir -p "$1/app/lib"
  cp "$root/$2"/target/lib/*.jar "$1/app/lib/"
  cp "$(jar_of "$2")" "$1/app/$2.jar"
  for jar in "$1"/app/lib/*.jar; do jars+=":/app/lib/$(basename "$jar")"; done
  # C1 alone: less CPU in the first minutes, which are all that many pods of a controller live for. No file for jps,
  # so that the root file system may be read-only.
  cat >"$1/app/java.args" <<ARGS
-XX:+UseSerialGC
-XX:TieredStopAtLevel=1
-XX:MaxRAMPercentage=70
-XX:+ExitOnOutOfMemoryError
-XX:-UsePerfData
-XX:+PerfDisableSharedMem
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-cp /app/$2.jar$jars
$3
ARGS
}

image() {
  local module=$1 main=$2 stage=$work/$1 layer sum layers=() diffs=() config
  mkdir -p "$stage"/{base,jre/opt,lib,own} "$stage/archive"
  check_modules "$module"
  runtime "$stage/jre/opt/java"
  base "$stage/base" "$stage/jre/opt/java"
  app "$stage/lib" "$module" "$main"
  # What changes with every build lies in a layer of its own.
  mkdir -p "$stage/own/app"
  mv "$stage/lib/app/$module.jar" "$stage/own/app/"
  find "$stage" -type f -exec chmod a+r {} +
  for layer in base jre lib own; do
    (cd "$stage/$layer" && find . -mindepth 1 -maxdepth 1 -printf '%f\n' | LC_ALL=C sort) >"$stage/names"
    # shellcheck disable=SC2046
    pack "$stage/$layer" "$stage/layer.tar" $(cat "$stage/names")
    sum=$(digest "$stage/layer.tar")
    mv "$stage/layer.tar" "$stage/archive/$sum.tar"
    layers+=("\"$sum.tar\"")
    diffs+=("\"sha256:$sum\"")
  done
  local IFS=,
  config=$(printf '{"architecture":"%s","os":"linux","created":"%s","config":{"User":"65532:65532","Env":["PATH=/opt/java/bin"],"Entrypoint":["/opt/java/bin/java","@/app/java.args"],"WorkingDir":"/"},"rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$architecture" "$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ)" "${diffs[*]}")
  printf '%s' "$config" >"$stage/archive/config"
  sum=$(digest "$stage/archive/config")
  mv "$stage/archive/config" "$stage/archive/$sum.json"
  printf '[{"Config":"%s.json","RepoTags":["tkex/%s:%s"],"Layers":[%s]}]' "$sum" "$module" "$tag" "${layers[*]}" \
    >"$stage/archive/manifest.json"
  unset IFS
  (cd "$stage/archive" && find . -type f -printf '%f\n' | LC_ALL=C sort) >"$stage/names"
  # shellcheck disable=SC2046
  pack "$stage/archive" "$out/$module.tar.new" $(cat "$stage/names")
  mv -f "$out/$module.tar.new" "$out/$module.tar"
  rm -rf "$stage"
  say "target/images/$module.tar: tkex/$module:$tag, $(($(stat -c %s "$out/$module.tar") / 1048576)) MiB, sha256 $(digest "$out/$module.tar")"
}

# try MODULE: --help in a chroot as the image's user, where that is allowed and asked for.
try() {
  local dir=$work/try layer
  mkdir "$dir"
  tar -xf "$out/$1.tar" -C "$work" manifest.json
  grep -oE '[0-9a-f]{64}\.tar' "$work/manifest.json" | while read -r layer; do
    tar -xOf "$out/$1.tar" "$layer" | tar -xf - -C "$dir"
  done
  # Nothing there may be written by the user, as with a read-only root file system. The JVM finds itself through /proc.
  chmod 555 "$dir/tmp"
  mkdir "$dir/proc"
  # shellcheck disable=SC2016 # the inner shell expands it
  unshare --mount sh -c 'mount -t proc proc "$1/proc" &&
    exec chroot --userspec=65532:65532 "$1" /opt/java/bin/java @/app/java.args --help' try "$dir" >"$work/help" ||
    die "the image of $1 does not run"
  grep -q . "$work/help" || die "the image of $1 says nothing"
  say "tkex/$1:$tag runs --help as user 65532 on a root it cannot write to"
}

while read -r module main _; do
  image "$module" "$main"
  if [ -n "${CHECK:-}" ]; then try "$module"; rm -rf "$work/try"; fi
done < <(controllers)
"$root/scripts/image-ab-switch.sh"
