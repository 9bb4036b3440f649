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

dotnet build CompareIntel.sln -c Release -v quiet --nologo || fail 'The build failed.'

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
dotnet run --no-build -c Release --project CompareIntel.Tests -- -noColor -result-ctrf "$results/tests.json" "$@"
code=$?

[ -f "$results/tests.json" ] || fail 'The tests wrote no report.'
count() { grep -oE "\"$1\": *[0-9]+" "$results/tests.json" | head -1 | grep -oE '[0-9]+'; }
passed=$(count passed)
failed=$(count failed)
# A runner that broke off after its last test is a failure too.
[ "$code" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
[ "$passed" -gt 0 ] || [ "$failed" -gt 0 ] || failed=1
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
