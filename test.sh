#!/usr/bin/env bash
# Runs every test: finds or installs what is needed, restores, builds with warnings as errors, tests.
# The last line is "N passed, N failed"; the exit code is 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

fail() {
  printf '%s\n' "$1" >&2
  printf '0 passed, 1 failed\n'
  exit 1
}

find_chromium() {
  local name
  for name in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$name" ] && command -v "$name" && return 0
  done
  return 1
}

command -v dotnet > /dev/null || fail 'The .NET 10 SDK is missing: install it and put dotnet on the PATH.'

if ! CHROMIUM_PATH=$(find_chromium); then
  command -v apt-get > /dev/null || fail 'Chromium is missing: install it, or set CHROMIUM_PATH to it.'
  echo 'Installing Chromium for the browser tests ...'
  sudo=$([ "$(id -u)" -eq 0 ] || echo sudo)
  $sudo apt-get update -qq > /dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium > /dev/null 2>&1 \
    || fail 'Chromium could not be installed: install it by hand, or set CHROMIUM_PATH to it.'
  CHROMIUM_PATH=$(find_chromium) || fail 'Chromium was installed and is still not found: set CHROMIUM_PATH to it.'
fi
export CHROMIUM_PATH

if ! command -v npm > /dev/null; then
  command -v apt-get > /dev/null || fail 'npm is missing: install it and put it on the PATH.'
  echo 'Installing npm, which fetches the CommonMark examples ...'
  sudo=$([ "$(id -u)" -eq 0 ] || echo sudo)
  $sudo apt-get update -qq > /dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends npm > /dev/null 2>&1 \
    || fail 'npm could not be installed: install it by hand.'
fi

find_postgres() {
  local bin
  for bin in /usr/lib/postgresql/*/bin; do
    [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ] && printf '%s\n' "$bin" && return 0
  done
  command -v pg_ctl > /dev/null && command -v initdb > /dev/null && dirname "$(command -v pg_ctl)"
}

if ! postgres=$(find_postgres); then
  command -v apt-get > /dev/null || fail 'The PostgreSQL server is missing: install it.'
  echo 'Installing PostgreSQL for the storage tests ...'
  sudo=$([ "$(id -u)" -eq 0 ] || echo sudo)
  $sudo apt-get update -qq > /dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends postgresql > /dev/null 2>&1 \
    || fail 'PostgreSQL could not be installed: install its server by hand.'
  postgres=$(find_postgres) || fail 'PostgreSQL was installed and its server is still not found.'
fi

if ! command -v prometheus > /dev/null || ! command -v promtool > /dev/null; then
  command -v apt-get > /dev/null || fail 'Prometheus is missing: install it and put prometheus and promtool on the PATH.'
  echo 'Installing Prometheus for the tests of metrics and alert rules ...'
  sudo=$([ "$(id -u)" -eq 0 ] || echo sudo)
  $sudo apt-get update -qq > /dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends prometheus > /dev/null 2>&1 \
    || fail 'Prometheus could not be installed: install it by hand.'
  command -v promtool > /dev/null || fail 'Prometheus was installed and promtool is still not found.'
fi

# The server refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && setpriv --reuid postgres --regid postgres --init-groups "$@"); else "$@"; fi
}

results=
database=
clean_up() {
  if [ -n "$database" ]; then
    as_postgres "$postgres/pg_ctl" -D "$database/data" -m immediate stop > /dev/null 2>&1
    rm -rf "$database"
  fi
  [ -z "$results" ] || rm -rf "$results"
}
trap clean_up EXIT

dotnet build CompareIntel.sln -c Release -v quiet --nologo || fail 'The build failed.'

# A server of the tests' own, reached through a folder and on no network port: its databases are thrown away, so it need not wait for the disk.
database=$(mktemp -d)
[ "$(id -u)" -ne 0 ] || chown postgres "$database"
as_postgres "$postgres/initdb" -D "$database/data" -U postgres -A trust -E UTF8 --no-locale --no-sync > "$database/log" 2>&1 \
  && as_postgres "$postgres/pg_ctl" -D "$database/data" -l "$database/server.log" -w \
    -o "-c listen_addresses= -c unix_socket_directories=$database -c fsync=off -c max_connections=300" start >> "$database/log" 2>&1 \
  || { cat "$database/log" "$database/server.log" >&2; fail 'The PostgreSQL server did not start.'; }
export COMPAREINTEL_TEST_POSTGRES="Host=$database;Username=postgres;Database=postgres;Maximum Pool Size=20"

results=$(mktemp -d)

# Runs the tests that the arguments select and sets $passed and $failed; what the tests print is in $results/output too.
run() {
  local code
  rm -f "$results/tests.json"
  dotnet run --no-build -c Release --project CompareIntel.Tests -- -noColor -result-ctrf "$results/tests.json" "$@" | tee "$results/output"
  code=${PIPESTATUS[0]}
  [ -f "$results/tests.json" ] || fail 'The tests wrote no report.'
  passed=$(count passed)
  failed=$(count failed)
  # A runner that broke off after its last test is a failure too.
  [ "$code" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
  [ "$passed" -gt 0 ] || [ "$failed" -gt 0 ] || failed=1
}

count() { grep -oE "\"$1\": *[0-9]+" "$results/tests.json" | head -1 | grep -oE '[0-9]+'; }

# Again at the end, where one looks first, each with what it says.
explain() { grep -F -A 12 '[FAIL]' "$results/output"; }

run "$@"
if [ "$failed" -gt 0 ]; then
  explain
  # A few that fail may be the machine's doing: see docs/decisions/0016-a-second-try.md. Those that fail again have failed.
  mapfile -t methods < <(grep -F '[FAIL]' "$results/output" | sed -E 's/^ *//; s/ \[FAIL\].*//; s/\(.*//' | sort -u)
  if [ "${#methods[@]}" -gt 0 ] && [ "${#methods[@]}" -le 5 ]; then
    first_passed=$passed first_failed=$failed
    again=()
    for method in "${methods[@]}"; do again+=(-method "$method"); done
    printf 'Trying again, nothing else beside it: %s\n' "${methods[*]}"
    run "${again[@]}" -parallelMode none
    if [ "$failed" -gt 0 ]; then explain; else printf 'UNSTABLE, failed once and then passed: %s\n' "${methods[*]}"; fi
    # A method has several cases, and those that had passed ran again too.
    passed=$((first_passed + first_failed - failed))
  fi
fi

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
