"""`python -m ticker_clean` is the command `ticker-clean`."""

from ticker_clean.cli import main

main()
