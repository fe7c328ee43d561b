"""`python -m bot` is the `fivestar` command."""

import sys

from app.cli.main import main

sys.exit(main())
