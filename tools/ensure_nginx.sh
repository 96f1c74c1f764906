#!/usr/bin/env bash
# With CI=true, see to an nginx for the tests of several processes; elsewhere they do without.
set -euo pipefail
if [ -n "$(PATH="$PATH:/usr/sbin" command -v nginx)" ] || [ "${CI:-}" != true ]; then exit 0; fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends nginx >/dev/null
