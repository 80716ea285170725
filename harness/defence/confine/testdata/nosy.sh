# Looks for what no defence may know, and prints what it finds.
case $1 in
processes) for p in /proc/[0-9]*/cmdline; do tr '\0' ' ' <$p; echo; done ;;
programs) for p in /proc/[0-9]*/exe; do readlink $p; done ;;
environment) env; for p in /proc/[0-9]*/environ; do tr '\0' ' ' <$p; done ;;
files) for p in /proc/[0-9]*/fd/*; do readlink $p; done ;;
read) cat "$2" ;;
mounts) cat /proc/self/mountinfo ;;
folder) pwd; echo "$0" ;;
host) uname -n ;;
system) echo /proc/* ;;
write) for p in "$0" "${0%/*}/x"; do (: >>"$p") && echo "can write $p"; done ;;
rights) unshare --user true && echo "a namespace: <nil>" ;;
leave) setsid sleep "$2" >/dev/null 2>&1 & ;;
spin) while :; do :; done ;;
esac 2>&1
true
