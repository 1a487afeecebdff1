#!/bin/bash
set -euo pipefail
VERSION=1.4.2
SHA=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
curl -fsSLO "https://example.com/tool-${VERSION}.tar.gz"
echo "${SHA}  tool-${VERSION}.tar.gz" | sha256sum -c -
wget -qO- https://example.com/pipe.tgz | tee >(sha256sum -c <(echo "$SHA  -")) | tar xz -C /opt
sha256sum -c --quiet <<< "$SHA *tool.tgz" || exit 1
if ! echo "$SHA  other.tgz" | sha256sum --check --status; then echo bad >&2; exit 1; fi
test "$(sha256sum tool.tgz | cut -d' ' -f1)" = "$SHA"
[[ $(openssl dgst -sha256 tool.tgz | awk '{print $2}') == "$SHA" ]] || { rm -f tool.tgz; exit 1; }
curl -LO https://example.com/SHA256SUMS && grep tool SHA256SUMS > one.sum && sha256sum -c one.sum
gpg --batch --verify tool.tgz.asc tool.tgz
curl -fsSL https://get.example.com | sh -s -- --version "$VERSION"
bash <(curl -s https://example.com/install.sh)
sh -c "$(wget -qO- https://example.com/install2.sh)"
