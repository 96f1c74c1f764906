#!/usr/bin/env bash
# Test and lint the scripts of the page's own elements, where there is Node.js. With CI=true it is
# installed from Debian; elsewhere, without it, they are left out with a word about it.
set -euo pipefail
cd "$(dirname "$0")/.."
has_node() { command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; }

if ! has_node && [ "${CI:-}" = true ]; then
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
    export DEBIAN_FRONTEND=noninteractive
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
fi
if ! has_node; then
    echo "no Node.js here: the tests of the browser's scripts are left out" >&2
    exit 0
fi
npm test --silent
if ! npm install --silent --no-package-lock --no-audit --no-fund; then
    echo "the scripts' linter could not be fetched" >&2
    [ "${CI:-}" != true ] || exit 1
    exit 0
fi
npm run lint --silent
