#!/usr/bin/env bash
# The image of ab-switch, for this machine's architecture: target/images/ab-switch.tar, written as those of the controllers are.
# One static program under two names; /pause is the entry point, so that it is a pause image as it is. The same sources
# and the same Go give the same bytes. TAG names it, CHECK=1 runs it in a chroot, as root.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/check.sh" linux go || exit 1
tag=${TAG:-dev}
out=$root/target/images
mkdir -p "$out"
work=$(mktemp -d "$out/.work-XXXXXX")
trap 'rm -rf "$work"' EXIT

(cd "$root/ab-switch" && CGO_ENABLED=0 GOFLAGS=-mod=readonly GOWORK=off go build -trimpath -buildvcs=false \
  -ldflags "-s -w -buildid= -X tkex.dev/ab-switch/internal/cli.Version=$tag" -o "$work/ab-switch" .) || die "ab-switch does not build"
cp "$work/ab-switch" "$work/pause"
devcluster image build --name "tkex/ab-switch:$tag" --binary "$work/pause" --binary "$work/ab-switch" -o "$work/ab-switch.tar"
mv -f "$work/ab-switch.tar" "$out/ab-switch.tar"
sum=$(sha256sum "$out/ab-switch.tar" | cut -d' ' -f1)
say "target/images/ab-switch.tar: tkex/ab-switch:$tag, $(($(stat -c %s "$out/ab-switch.tar") / 1048576)) MiB, sha256 $sum"

[ -n "${CHECK:-}" ] || exit 0
mkdir "$work/root"
tar -xOf "$out/ab-switch.tar" "$(tar -tf "$out/ab-switch.tar" | grep '\.tar$')" | tar -xf - -C "$work/root"
said=$(chroot --userspec=65532:65532 "$work/root" /ab-switch version) || die "the image of ab-switch does not run"
[ "$said" = "$tag" ] || die "the image of ab-switch says that it is version $said"
[ "$work/root/pause" -ef "$work/root/ab-switch" ] || die "/pause of the image is not /ab-switch"
say "tkex/ab-switch:$tag runs as user 65532"
