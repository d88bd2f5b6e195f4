"""`python -m healthlint` is the command `healthlint`."""

from healthlint.cli import main

main(prog_name="python -m healthlint")
