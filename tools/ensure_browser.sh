#!/usr/bin/env bash
# See to a Chromium for the browser tests: the system's, else Debian's package, else Playwright's.
set -euo pipefail
bin=${1:?usage: ensure_browser.sh VENV_BIN}

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
    export DEBIAN_FRONTEND=noninteractive
    if "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq chromium >/dev/null
    then exit 0; fi
fi

"$bin/python" -m playwright install chromium
