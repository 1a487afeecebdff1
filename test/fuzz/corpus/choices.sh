#!/bin/sh -e
case "$(uname -m)" in
  x86_64 | amd64) arch=x64 sum=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef ;;
  aarch64) arch=arm64; sum=89abcdef89abcdef89abcdef89abcdef89abcdef89abcdef89abcdef89abcdef ;;
  *) echo "no $(uname -m)"; exit 1 ;;
esac
if [ -n "$VERSION" ]; then v="$VERSION"; elif [ "$CHANNEL" = nightly ]; then v=nightly; else v=$(curl -s https://api.example.com/latest | jq -r .tag_name); fi
url="https://example.com/releases/download/$v/tool-${v#v}-$arch.tar.gz"
wget "$url" && echo "$sum  tool-${v#v}-$arch.tar.gz" | sha256sum -c
[ -d src ] && (cd src && git pull) || git clone -b "${BRANCH:-develop}" https://example.com/acme/src
declare -A refs=([one]=v1 [two]=main)
for name in "${!refs[@]}"; do git clone -b "${refs[$name]}" "https://example.com/acme/$name"; done
cmd=(git clone); cmd+=(--depth "${DEPTH:-1}"); "${cmd[@]}" https://example.com/acme/array
eval "git clone https://example.com/acme/$EVALUATED"
cat > later.sh <<SCRIPT
curl -O https://example.com/later-$v.tgz
SCRIPT
sh later.sh; su -c "wget https://example.com/su.tgz" builder; sudo -u x bash -c 'curl -O https://example.com/sudo'
find . -name '*.url' -exec sh -c 'wget "$(cat "$1")"' _ {} \;
xargs -I{} curl -O https://example.com/{} < list
