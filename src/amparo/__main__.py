"""``python -m amparo``: the same as ./amparo."""

from amparo.config.cli import main

main()
