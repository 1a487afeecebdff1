#!/bin/sh
set -- a "b c" 'd'; shift; f() { wget "$1" "${@:2}" "$*" "$#"; }; f "$@" {x,y}/{1..3} ~/z *.gz
arr=(git clone); arr+=(--depth 1); "${arr[@]}" "${arr[1]}" ${#arr[@]} ${!arr[@]}
V=v1.2.3; echo ${V#v} ${V%%.*} ${V/./_} ${V//[0-9]/x} ${V:1:2} ${V^^} ${V,,} ${#V} ${V:+y} ${W-z} ${!N} $((1 + 2 * 3)) `echo \`echo x\`` $'a\tb' "$(basename "$V" .3)"
read A B <<< "1 2"; printf -v C '%s-%s' "$A" "$B"; export C; unset A; local D 2>/dev/null
while ! wget x; do sleep 1; done; until false; do break; done; for ((i = 0; i < 3; i++)); do continue; done
select s in a b; do wget $s; done; { wget a; } > b 2>&1 < c; (cd d && wget e) | tee f >(sha256sum -c) &
[ "$V" = v1 -o ! -f x ] && wget a || { echo no; return 1; }; time ! wget g; coproc wget h; trap 'wget i' EXIT
diff <(wget -qO- a) <(cat <<'X'
wget b
X
) ; case $V in v[0-9]*|w?) wget c;& *) wget d;; esac; function k { wget l; }; k; xargs -n1 wget < urls
