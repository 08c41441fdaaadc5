#!/bin/sh
# One resolution, cut by need. Versions never differ between the files, every package carries its hashes,
# and no file names an address. Run it when pyproject.toml changes; it needs uv on the path or in .tools.
set -eu
cd "$(dirname "$0")/.."
UV=$(command -v uv || echo .tools/bin/uv)
all=$(mktemp)
trap 'rm -f "$all"' EXIT
compile() { "$UV" pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.12 pyproject.toml "$@"; }
# What is pinned stays where it is until somebody asks for newer ones: sh requirements/lock.sh --upgrade
cat requirements/dev.txt requirements/postgres.txt requirements/browser.txt > "$all"
compile "$@" --extra channel --extra evidence --extra fieldwork --extra documents --extra postgres --group dev --group browser -o "$all"
for part in run channel fieldwork evidence documents dev postgres browser; do
  case $part in
    run) set -- ;;
    channel) set -- --extra channel ;;
    fieldwork) set -- --extra channel --extra fieldwork ;;
    evidence) set -- --extra channel --extra fieldwork --extra evidence ;;
    documents) set -- --extra channel --extra fieldwork --extra documents ;;
    dev) set -- --extra channel --extra fieldwork --extra evidence --extra documents --group dev ;;
    postgres) set -- --extra postgres ;;
    browser) set -- --extra channel --extra fieldwork --extra evidence --extra documents --group dev --group browser ;;
  esac
  compile "$@" -c "$all" -o "requirements/$part.txt"
done
