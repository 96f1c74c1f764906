"""`python -m recsys COMMAND`."""

import sys

from recsys.commands.parser import main

sys.exit(main())
