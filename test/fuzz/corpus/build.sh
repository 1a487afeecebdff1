#!/usr/bin/env bash
set -euo pipefail
: "${PREFIX:=/usr/local}"
VERSION="${VERSION:-1.2.3}"
declare -A SUMS=([1.2.3]=aaaa [1.2.4]=bbbb)
dl="curl -fsSL"
die() { echo "error: $*" >&2; exit 1; }

download() {
  local url="$1" sum=${2:-} file="${1##*/}"
  for try in 1 2 3; do
    $dl --retry 3 -o "$file" "$url" && break || sleep "$try"
  done
  [ -z "$sum" ] || echo "$sum  $file" | sha256sum -c - || die "bad $file"
}

case "$(uname -m)" in
  x86_64 | amd64) arch=amd64 sum=cccc ;;
  aarch64) arch=arm64 sum=dddd ;;
  *) die "no build for $(uname -m)" ;;
esac

download "https://example.com/tool/v${VERSION}/tool-${VERSION//./_}-${arch}.tar.gz" "${SUMS[$VERSION]}"
tar xzf "tool-${VERSION//./_}-${arch}.tar.gz" --strip-components=1 -C "$PREFIX"
git clone --depth 1 -b "${BRANCH:-main}" https://example.com/acme/lib.git lib && (cd lib && git checkout "${REF-}" && make)
if [[ $VERSION == 1.* && -n "${EXTRA:-}" ]] || ! command -v jq >/dev/null; then
  LATEST=$(curl -s https://example.com/latest.json | jq -r '.tag')
  wget -qO- "https://example.com/x/${LATEST#v}.tgz" | tar xz
fi
cat > run.sh <<EOF
wget https://example.com/$VERSION
EOF
sh run.sh; bash -c "git -C lib fetch origin && git -C lib reset --hard \"origin/main\""
printf '%s\n' a b | while read -r name; do wget "https://example.com/$name"; done
test "$(sha256sum f | cut -d' ' -f1)" = eeee && eval "$dl https://example.com/f"
