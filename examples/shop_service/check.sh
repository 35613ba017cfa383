#!/bin/sh
# check.sh SERVICE [SLOW_SYNC]: some seconds of load.py; a minute of it, with 1,000 requests a second, is a part of .ci/long.
set -eu
if ! command -v python3 >/dev/null; then
    echo "skipped: python3 is missing"
    exit 0
fi
PYTHONDONTWRITEBYTECODE=1 python3 "$(dirname "$0")/load.py" "$1" --rate 200 --seconds 4 --connections 8 ${2:+--slow-sync "$2"}
