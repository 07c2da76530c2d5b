"""`python -m stegvis.cli`: the same command, also for the processes that `stegvis serve` starts."""

import sys

from stegvis.cli import main

sys.exit(main())
