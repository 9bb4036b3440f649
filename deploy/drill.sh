#!/usr/bin/env bash
# drill.sh [PUBLISHED]: the whole way of a release, for real, in a temporary folder: publish, install, nginx in front, verify through nginx, upgrade to a second
# release that migrates the database, verify, roll back, verify again; then the same check through an nginx that buffers, which must be called BUFFERED.
# Needs the .NET SDK, nginx, curl. Leaves nothing behind. As root it runs the service as a user of its own, made for the drill.
#
# PUBLISHED            what was published already, to save that step
# COMPAREINTEL_COUNTS  how many models at once verify tries (3,6)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
counts=${COMPAREINTEL_COUNTS:-3,6}

say() { printf '%s\n' "$*"; }

step() { printf '\n=== %s (after %s s)\n' "$*" "$SECONDS"; }

fail() {
  printf 'DRILL FAILED: %s\n' "$*" >&2
  exit 1
}

for tool in dotnet nginx curl; do
  command -v "$tool" > /dev/null || fail "$tool is missing. Debian: apt-get install nginx-light curl, and the .NET 10 SDK."
done

work=$(mktemp -d)
chmod 755 "$work"
export COMPAREINTEL_PREFIX=$work/machine
made_user=
clean_up() {
  local file
  [ ! -L "$COMPAREINTEL_PREFIX/opt/compareintel/current" ] || "$here/service" stop || true
  for file in "$work"/nginx-*/pid; do
    [ ! -f "$file" ] || kill "$(< "$file")" || true
  done
  [ -z "$made_user" ] || userdel "$made_user" || true
  rm -rf "$work"
}
trap clean_up EXIT

if [ "$(id -u)" -eq 0 ] && ! id compareintel > /dev/null 2>&1; then
  made_user=compareintel
fi

# A port that nothing listens on; another one each time.
next_port=$((20000 + RANDOM % 20000))
free_port() {
  while (: < "/dev/tcp/127.0.0.1/$next_port") 2> /dev/null; do next_port=$((next_port + 1)); done
  port=$next_port
  next_port=$((next_port + 1))
}

# Starts nginx with deploy/nginx.conf, changed by a sed script; the address is in "proxy".
start_nginx() {
  local name=$1 change=$2 folder=$work/nginx-$1
  mkdir -p "$folder"
  free_port
  proxy=http://127.0.0.1:$port
  sed -e "s/listen 80;/listen 127.0.0.1:$port;/" -e "s/127.0.0.1:8000/127.0.0.1:$service_port/" -e 's/compare\.example/localhost/' -e "$change" "$here/nginx.conf" > "$folder/site.conf"
  {
    [ "$(id -u)" -ne 0 ] || say "user $(id -un);"
    say "pid $folder/pid; error_log $folder/error.log; events {}"
    say "http { access_log off; include $folder/site.conf;"
    for kind in client_body proxy fastcgi uwsgi scgi; do say "${kind}_temp_path $folder/$kind;"; done
    say '}'
  } > "$folder/nginx.conf"
  nginx -q -p "$folder" -c "$folder/nginx.conf" -t 2>&1
  nginx -p "$folder" -c "$folder/nginx.conf"
  say "nginx ($name) listens on $proxy"
}

verify() {
  dotnet "$published/CompareIntel.Web.dll" verify "$1" --counts "$2" --DataDirectory="$work/verify"
}

verify_concurrent() {
  verify "$proxy" "$counts" | tee "$work/report" || fail 'the checks did not pass'
  [ "$(grep -c ' CONCURRENT' "$work/report")" -ge 2 ] || fail 'no verdict CONCURRENT'
}

compare() {
  curl -fsS -b "$work/cookies" -c "$work/cookies" "$proxy/api/v1/compare" -H 'Content-Type: application/json' -d '{"input_data": "Kept over releases?", "models": ["sprinter"]}' \
    | sed -E 's/.*"comparison_id":"([^"]+)".*/\1/'
}

status_of() { curl -s -o "$work/body" -w '%{http_code}' -b "$work/cookies" "$proxy/api/v1/comparisons/$1"; }

expect() { [ "$1" = "$2" ] || fail "expected $2 and got $1: $3"; }

step 'Publish'
if [ $# -ge 1 ]; then
  published=$(cd "$1" && pwd)
else
  published=$work/published
  dotnet publish "$root/CompareIntel.Web" -c Release -o "$published" -v quiet --nologo
fi

step 'Publish a second release, with a migration that the first does not know'
mkdir "$work/source"
tar -C "$root" --exclude=./.git --exclude=bin --exclude=obj --exclude=node_modules -cf - . | tar -C "$work/source" -xf -
cat > "$work/source/CompareIntel.Core/Storage/Migrations/Sqlite/29990101000000_Drill.cs" << 'CODE'
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CompareIntel.Core.Storage.Migrations.Sqlite;

[DbContext(typeof(SqliteComparisonDbContext))]
[Migration("29990101000000_Drill")]
internal sealed class Drill : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE drill (number INTEGER)");
}
CODE
dotnet publish "$work/source/CompareIntel.Web" -c Release -o "$work/second" -p:Version=0.1.1 -v quiet --nologo

step 'Install'
free_port
service_port=$port
mkdir -p "$COMPAREINTEL_PREFIX/etc/compareintel"
sed -e "s/:8000/:$service_port/" -e "s#/var/lib/compareintel#$COMPAREINTEL_PREFIX/var/lib/compareintel#" "$here/compareintel.env" > "$COMPAREINTEL_PREFIX/etc/compareintel/compareintel.env"
chmod 600 "$COMPAREINTEL_PREFIX/etc/compareintel/compareintel.env"
"$here/install" "$published"
start_nginx good ''

step 'Verify through nginx'
verify_concurrent
first=$(compare)
expect "$(status_of "$first")" 200 "the comparison $first"

step 'Upgrade'
"$here/upgrade" "$work/second"
"$here/service" status
verify_concurrent
expect "$(status_of "$first")" 200 "the comparison $first after the upgrade"
second=$(compare)

step 'Roll back'
"$here/rollback" | tee "$work/rollback"
grep -q 'is kept in' "$work/rollback" || fail 'the newer database was not kept'
"$here/service" status
verify_concurrent
expect "$(status_of "$first")" 200 "the comparison $first after the way back"
expect "$(status_of "$second")" 404 "the comparison $second, which is in the newer database"

step 'Verify through an nginx that buffers'
# As HTTP 1.0, which is nginx's own choice: of HTTP 1.1 it passes each chunk on even so.
start_nginx bad 's/proxy_http_version 1.1;/proxy_http_version 1.0;/; s/proxy_buffering off;/proxy_buffering on; proxy_buffer_size 1m; proxy_buffers 8 1m; proxy_busy_buffers_size 2m; proxy_ignore_headers X-Accel-Buffering;/'
if verify "$proxy" 3 > "$work/report"; then
  cat "$work/report"
  fail 'an nginx that buffers passed'
fi
cat "$work/report"
grep -q BUFFERED "$work/report" || fail 'no verdict BUFFERED'

step 'Done'
say 'DRILL PASSED'
