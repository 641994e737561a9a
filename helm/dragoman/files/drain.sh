# Envoy stops at once on SIGTERM, so this runs before it: DELAY seconds in which clients are told to close while new
# connections are still taken, then at most MAX seconds until no request is in flight.
# ADMIN is the host:port of Envoy's admin interface.
delay=$1 max=$2 admin=$3
admin() {
  exec 3<>"/dev/tcp/${admin%:*}/${admin##*:}" || return 1
  printf '%s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\n\r\n' "$1" >&3
  cat <&3
  exec 3>&-
}
in_flight() {
  local name count sum=0
  while IFS=': ' read -r name count; do
    case $name in
      http.admin.*) ;;
      http.*.downstream_rq_active) sum=$((sum + count)) ;;
    esac
  done < <(admin 'GET /stats?filter=downstream_rq_active$')
  echo "$sum"
}
admin 'POST /healthcheck/fail' >/dev/null || exit 0
sleep "$delay"
end=$((SECONDS + max))
while [ "$(in_flight)" -gt 0 ] && [ "$SECONDS" -lt "$end" ]; do sleep 1; done
