"""Writes docs/integration/{openapi,asyncapi,refusals.md} anew, from the code. Run by `make documents`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from interfaces import FOLDER, documents

for name, text in documents().items():
    (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text(text)
