#!/bin/sh
# server.sh PROGRAM...: runs PROGRAM with its arguments and a server of PostgreSQL of its own, in a temporary folder, with
#     RUNG_POSTGRES         the connection string
#     RUNG_POSTGRES_SERVER  a command that, with kill SECONDS, kills the server after so long, and with start starts it
# Commands of that kind come here as `server.sh --at FOLDER kill SECONDS` and `server.sh --at FOLDER start`.
set -u

binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$binaries" ] || binaries=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
[ -x "$binaries/initdb" ] || { echo "skipped: PostgreSQL's server is missing (Debian: postgresql)" && exit 0; }
# It does not run as root.
as=
[ "$(id -u)" != 0 ] || as='setpriv --reuid=nobody --regid=nogroup --clear-groups'

start() { # start FOLDER; what was killed may still be going
    for try in 1 2 3 4 5 6 7 8 9 10; do
        # Where nobody waits for orphans, the killed server stays as a zombie, which looks as if it were going.
        was=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
        case $(ps -o stat= -p "${was:-0}" 2>/dev/null) in Z*) rm -f "$1/data/postmaster.pid" "$1"/.s.PGSQL.*.lock ;; esac
        $as "$binaries/pg_ctl" -s -w -t 30 -D "$1/data" -l "$1/server" start >"$1/started" 2>&1 && return
        sleep 0.5
    done
    cat "$1/started" "$1/server"
    return 1
}
kill_all() { # kill_all FOLDER SECONDS
    sleep "$2"
    server=$(head -n 1 "$1/data/postmaster.pid")
    children=$(ps -o pid= --ppid "$server")
    kill -9 "$server" $children 2>/dev/null
    return 0
}

if [ "$1" = --at ]; then
    folder=$2
    case $3 in
        start) start "$folder" ;;
        kill) kill_all "$folder" "$4" ;;
    esac
    exit
fi

command -v ps >/dev/null || { echo "skipped: ps is missing (Debian: procps)" && exit 0; }
folders=${TMPDIR:-/tmp}/rung_postgres
# Those of runs that were killed themselves; a server whose folder is gone ends within a minute.
for left in "$folders".*; do
    of=${left#"$folders".}
    of=${of%%.*}
    case $of in '' | *[!0-9]*) continue ;; esac
    kill -0 "$of" 2>/dev/null || rm -rf "$left"
done
work=$(mktemp -d "$folders.$$.XXXXXX") || exit 1
trap '$as "$binaries/pg_ctl" -s -D "$work/data" -m immediate stop >/dev/null 2>&1; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
[ -z "$as" ] || chown nobody "$work"
$as "$binaries/initdb" -D "$work/data" -U rung --auth=trust --no-sync --encoding=UTF8 --locale=C >"$work/log" 2>&1 ||
    { cat "$work/log" && echo "skipped: PostgreSQL's initdb does not work here" && exit 0; }
# Processes are killed, the machine goes on: what was written is there without fsync.
$as tee -a "$work/data/postgresql.conf" >/dev/null <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$work'
fsync = off
shared_buffers = 16MB
SETTINGS
start "$work" || { echo "skipped: PostgreSQL does not start here" && exit 0; }
RUNG_POSTGRES="host=$work user=rung dbname=postgres"
RUNG_POSTGRES_SERVER="sh $0 --at $work"
export RUNG_POSTGRES RUNG_POSTGRES_SERVER
"$@"
