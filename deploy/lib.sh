# shellcheck shell=bash
# What install, upgrade, rollback and service have in common. Sourced, not run.
#
# Each "return" and "exit" says its code: in a trap, where upgrade goes back, bash otherwise takes that of whatever came before the trap.
#
# COMPAREINTEL_PREFIX          a folder in which all paths below begin, to try everything without touching the machine; systemd is not used then
# COMPAREINTEL_USER            the service's user (compareintel for root, else whoever runs this)
# COMPAREINTEL_HEALTH_SECONDS  how long a release may take until it is healthy (60)

prefix=${COMPAREINTEL_PREFIX:-}
app=$prefix/opt/compareintel
data=$prefix/var/lib/compareintel
config=$prefix/etc/compareintel
unit=$prefix/etc/systemd/system/compareintel.service
run=$prefix/run/compareintel
health_seconds=${COMPAREINTEL_HEALTH_SECONDS:-60}
stop_seconds=60
kept_releases=5
program=CompareIntel.Web.dll

if [ "$(id -u)" -eq 0 ]; then user=${COMPAREINTEL_USER:-compareintel}; else user=${COMPAREINTEL_USER:-$(id -un)}; fi

# What can't be said, because nobody is there any more who listens, is no failure.
say() { printf '%s\n' "$*" 2> /dev/null || true; }

fail() {
  say "$*" >&2
  exit 1
}

need_root() { [ -n "$prefix" ] || [ "$(id -u)" -eq 0 ] || fail 'Run this as root, for example with sudo.'; }

need_tools() {
  local tool
  for tool in curl flock setpriv setsid; do
    command -v "$tool" > /dev/null || fail "$tool is missing. Debian: apt-get install curl util-linux"
  done
}

need_installed() { [ -L "$app/current" ] || fail "There is nothing installed in $app. Begin with install."; }

need_published() {
  [ -f "$1/$program" ] || fail "$1 holds no $program. Make it with: dotnet publish CompareIntel.Web -c Release -o $1"
}

# One at a time. What is started must not inherit the lock.
lock() {
  exec 9> "$app/.lock"
  flock -n 9 || fail 'Another install, upgrade or rollback is running.'
}

has_systemd() { [ -z "$prefix" ] && [ -d /run/systemd/system ]; }

explain_no_systemd() {
  if ! has_systemd; then
    say "systemd is not used here: the unit's command is started by hand, as $user, with the unit's settings and folder. Nothing starts it again if it dies."
  fi
}

# --- settings and user ---------------------------------------------------------------------------------------------------------------------------

# Reads the settings' file as systemd does, into the array "settings"; the data directory is the one that it names.
read_settings() {
  local line name value
  settings=()
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    case $line in '' | '#'* | ';'*) continue ;; *=*) ;; *) continue ;; esac
    name=${line%%=*} value=${line#*=}
    case $value in \"*\" | \'*\') value=${value:1:-1} ;; esac
    settings+=("$name=$value")
  done < "$config/compareintel.env"
  value=$(setting DataDirectory)
  data=${value:-$data}
}

# The last line that names it counts, for systemd too.
setting() {
  local pair value=
  for pair in "${settings[@]}"; do
    [ "${pair%%=*}" != "$1" ] || value=${pair#*=}
  done
  say "$value"
}

# Turns this shell into a command in a folder, with the service's user and settings and with nothing else of this shell: call it in a subshell. No setting stands
# on a command line, where all could read it.
become() {
  local name as=()
  cd "$1" || exit 1
  shift
  for name in $(compgen -e); do
    [ "$name" = PATH ] || unset "$name"
  done
  export HOME="$data" LANG=C.UTF-8 "${settings[@]}"
  umask 077
  if [ "$(id -un)" != "$user" ]; then
    as=(setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups)
  fi
  exec "${as[@]}" "$@" 9>&-
}

# A command of the program that is a release: database, admin-link, retention, verify.
run_program() {
  local release=$1
  shift
  (become "$app/releases/$release" dotnet "$app/releases/$release/$program" "$@")
}

# The same for what changes the database: neither Ctrl-C nor a terminal that is gone breaks it off.
run_to_its_end() {
  local said code=0
  said=$(
    trap '' HUP INT TERM
    run_program "$@" 2>&1
  ) || code=$?
  [ -z "$said" ] || say "$said"
  return "$code"
}

# --- the service ---------------------------------------------------------------------------------------------------------------------------------

unit_line() { sed -n "s/^$1=//p" "$unit"; }

# When a process began, in the kernel's ticks: with it a number is that of no other process. Nothing for one that has ended, also if nobody has waited for it yet.
began_at() {
  local stat
  { stat=$(< "/proc/$1/stat"); } 2> /dev/null || return 1
  # Behind the name, which may hold anything: state, and 19 fields later the time.
  read -ra stat <<< "${stat##*) }"
  [ "${stat[0]}" != Z ] && printf '%s' "${stat[19]}"
}

is_running() {
  local pid began
  if has_systemd; then
    systemctl is-active --quiet compareintel
    return $?
  fi
  # Without a time it had ended before anybody could look.
  [ -f "$run/pid" ] && read -r pid began < "$run/pid" && [ -n "$began" ] && [ "$(began_at "$pid")" = "$began" ]
}

start_service() {
  local command
  if has_systemd; then
    # Not waited for here: wait_healthy does that, with its own limit.
    systemctl start --no-block compareintel
    return $?
  fi
  mkdir -p "$run"
  read -ra command <<< "$(unit_line ExecStart)"
  (umask 077 && : > "$run/output")
  (become "$(unit_line WorkingDirectory)" setsid "${command[@]}") >> "$run/output" 2>&1 < /dev/null &
  printf '%s %s\n' "$!" "$(began_at "$!")" > "$run/pid"
  disown
}

stop_service() {
  local pid end
  if has_systemd; then
    systemctl stop compareintel
    return $?
  fi
  if is_running; then
    read -r pid _ < "$run/pid"
    kill -TERM "$pid" 2> /dev/null || true
    end=$((SECONDS + stop_seconds))
    while is_running; do
      if [ "$SECONDS" -ge "$end" ]; then
        say "It does not end by itself within $stop_seconds s and is killed."
        kill -KILL "$pid" 2> /dev/null || true
      fi
      sleep 0.1
    done
  fi
  rm -f "$run/pid"
}

# Where the service is reached on this machine.
own_address() {
  local address
  address=$(setting ASPNETCORE_URLS)
  address=${address%%;*}
  address=${address:-http://localhost:8000}
  printf '%s' "${address%/}" | sed -E 's#//(0\.0\.0\.0|\[::\]|\+|\*)#//127.0.0.1#'
}

is_healthy() { curl -fsS --noproxy '*' --max-time 5 "$(own_address)/health" > /dev/null 2>&1; }

# Healthy, and so once more two seconds later.
wait_healthy() {
  local end=$((SECONDS + health_seconds)) started=$SECONDS
  while [ "$SECONDS" -lt "$end" ]; do
    if ! has_systemd && ! is_running; then
      say 'It has ended by itself.'
      return 1
    fi
    if is_healthy && sleep 2 && is_running && is_healthy; then
      say "Healthy after $((SECONDS - started)) s: $(own_address)/health"
      return 0
    fi
    sleep 0.3
  done
  say "It is not healthy within $health_seconds s: $(own_address)/health"
  return 1
}

last_words() {
  say '--- its last words'
  say "$(if has_systemd; then journalctl -u compareintel -n 20 --no-pager -o cat; else tail -n 20 "$run/output"; fi)"
  say '---'
}

# --- releases ------------------------------------------------------------------------------------------------------------------------------------

release_numbers() { find "$app/releases" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | { grep -E '^[0-9]+$' || true; } | sort -n; }

current_release() { basename "$(readlink "$app/current")"; }

# What is known of how a release came here: previous, backup (the one that the way back to previous restores).
known_of() { sed -n "s/^$2=//p" "$app/releases/$1/.deployed" 2> /dev/null || true; }

note_of() { printf '%s=%s\n' "$2" "$3" >> "$app/releases/$1/.deployed"; }

# Copies what was published into a new folder; the number is in "added".
add_release() {
  local last
  last=$(release_numbers | tail -n 1)
  added=$((${last:-0} + 1))
  rm -rf "$app/releases/.new"
  cp -R "$1" "$app/releases/.new"
  chmod -R u+rwX,go+rX,go-w "$app/releases/.new"
  mv "$app/releases/.new" "$app/releases/$added"
}

# At no moment is there no current release.
switch_to() {
  ln -sfn "releases/$1" "$app/.current.new"
  mv -T "$app/.current.new" "$app/current"
}

# The newest few stay, with the backups that belong to them, and whatever may be gone back to.
remove_old_releases() {
  local number current backup
  current=$(current_release)
  for number in $(release_numbers | head -n "-$kept_releases"); do
    if [ "$number" != "$current" ] && [ "$number" != "$(known_of "$current" previous)" ]; then
      rm -rf "${app:?}/releases/$number"
      backup=$data/backups/before-release-$number.backup
      grep -qsxF "backup=$backup" "$app"/releases/*/.deployed || rm -f "$backup"
      say "Removed release $number."
    fi
  done
}

# What the way from one release back to an earlier one does to the database: "restored" is the backup that it puts back, or nothing if the database stays as it is.
# Says why if there is no way. Changes nothing, and can be asked while the service runs.
plan_back() {
  local form
  restored=
  if ! form=$(run_program "$2" database status); then
    say "Release $2 can't read the database."
    return 1
  fi
  grep -q '^unknown ' <<< "$form" || return 0
  restored=$(known_of "$1" backup)
  if [ -z "$restored" ]; then
    say "Release $1 has changed the database's schema and no backup from before it is known."
    return 1
  fi
  if [ ! -f "$restored" ]; then
    say "Release $1 has changed the database's schema and the backup from before it is not there any more: $restored"
    return 1
  fi
}

# Goes the way that was planned. The service is stopped when this begins. Where it is called nothing ends by itself, so each step is looked at.
go_back() {
  if [ -n "$restored" ]; then
    say "Release $1 has changed the database's schema. The backup from before it is restored; what was stored since then is in the newer database, which is kept:"
    if ! run_to_its_end "$2" database restore "$restored"; then
      say 'The backup can not be restored.'
      return 1
    fi
  else
    say "The database's schema is the same for release $2: the database stays as it is."
  fi
  switch_to "$2" || return 1
  start_service || return 1
  if ! wait_healthy; then
    last_words
    say "Release $2 is not healthy."
    return 1
  fi
}

# Whether the database is as a release left it.
fits() {
  local form
  form=$(run_program "$1" database status) && ! grep -qE '^(pending|unknown) ' <<< "$form"
}
