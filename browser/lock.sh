#!/bin/sh
# Write package-lock.json anew when package.json changes: versions and digests, no address of any kind.
# browser/lock.sh tests/engine does it for the packages of the tests.
set -eu
cd "$(dirname "$0")/../${1:-.}"
npm install --package-lock-only --ignore-scripts --no-audit --no-fund
node -e '
  const { readFileSync, writeFileSync } = require("fs");
  const lock = JSON.parse(readFileSync("package-lock.json"));
  for (const each of Object.values(lock.packages)) { delete each.funding; delete each.resolved; }
  writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
'
