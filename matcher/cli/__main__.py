"""`python -m matcher.cli`: the same as `vae`."""

import sys

from matcher.cli import main

sys.exit(main())
