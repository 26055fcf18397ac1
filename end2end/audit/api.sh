#!/usr/bin/env bash
# Lints the document of the API and attacks every operation of it: end2end/audit/api.sh [EXAMPLES]
#
# With Redocly's CLI (npm) and schemathesis (pip), which it installs into a folder of their own: some 200 MB, so
# this is not part of scripts/test. Needs `cargo build --bins` and `cargo xtask build` before.
set -euo pipefail
cd "$(dirname "$0")/../.."
EXAMPLES=${1:-60}
BIN=${OPENBALANCE_BIN_DIR:-target/debug}/openbalance
TOOLS=${OPENBALANCE_AUDIT_TOOLS:-target/api-audit}
PORT=${OPENBALANCE_AUDIT_PORT:-3471}

mkdir -p "$TOOLS"
[ -x "$TOOLS/venv/bin/schemathesis" ] || {
    python3 -m venv "$TOOLS/venv"
    "$TOOLS/venv/bin/pip" install --quiet schemathesis==4.32.5
}
[ -x "$TOOLS/node_modules/.bin/redocly" ] || npm install --silent --prefix "$TOOLS" @redocly/cli@2.77.0

WORK=$(mktemp -d)
SERVER=
trap '[ -z "$SERVER" ] || kill "$SERVER"; rm -rf "$WORK"' EXIT
export OPENBALANCE_DATABASE_URL=sqlite:$WORK/api.db OPENBALANCE_ADDR=127.0.0.1:$PORT
export OPENBALANCE_PUBLIC_URL=http://127.0.0.1:$PORT OPENBALANCE_LOG=warn
"$BIN" migrate
"$BIN" practice add audit --name 'Audit'
"$BIN" import samples/csv/everything.csv
KEY=$("$BIN" api-key add Audit --scope all --per-minute 100000)
"$BIN" serve 2>"$WORK/log" &
SERVER=$!
SITE=http://127.0.0.1:$PORT/api/v1
for _ in $(seq 50); do curl -sf "$SITE/openapi.json" -o "$WORK/openapi.json" && break || sleep 0.2; done

"$TOOLS/node_modules/.bin/redocly" lint "$WORK/openapi.json" --config end2end/audit/redocly.yaml
# What is valid by its shape may name an account that is not there: that is refused, and no fault.
"$TOOLS/venv/bin/schemathesis" run "$WORK/openapi.json" --url "$SITE" --header "Authorization: Bearer $KEY" \
    --checks all --exclude-checks positive_data_acceptance --max-examples "$EXAMPLES" --seed 1 || FAILED=1
grep -E 'ERROR|panicked' "$WORK/log" && FAILED=1
exit "${FAILED:-0}"
