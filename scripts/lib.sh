# shellcheck shell=bash
# What the scripts share. Sourced, never run: `. "$(dirname "$0")/lib.sh"`.
#
# Sets ROOT and moves there, so that every script works from any folder.

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

TARGET_DIR=${CARGO_TARGET_DIR:-$ROOT/target}

# The native build is one set of crates with one set of features, whichever script asks, so that
# nothing is compiled twice. `frontend` is for wasm only; `xtask` is a tool, not part of the product.
NATIVE=(--workspace --exclude frontend --exclude xtask)

# Where Stripe, or its stand-in, tells the portal what happened.
WEBHOOK_PATH=/webhooks/stripe

say() { printf '%s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# free_port: a TCP port that nothing listens on, on 127.0.0.1.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        if ! port_open "$port"; then
            printf '%s\n' "$port"
            return
        fi
    done
}

# port_open PORT: whether something accepts connections there.
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# port_or_free PORT: that port, or another when it is taken.
port_or_free() {
    if port_open "$1"; then free_port; else printf '%s\n' "$1"; fi
}

# http_ok HOST PORT PATH: whether a GET is answered with 200.
http_ok() {
    local status
    # In a shell of its own: a refused connection would end this one.
    status=$(
        exec 2>/dev/null
        exec 3<>"/dev/tcp/$1/$2" || exit 1
        printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$3" "$1" >&3
        IFS= read -r -t 5 line <&3 && printf '%s' "$line"
    ) || return 1
    [[ $status == HTTP/1.?\ 200* ]]
}
