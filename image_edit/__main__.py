"""`python -m image_edit`: the command `image-edit`."""

import sys

from .command import main

sys.exit(main())
