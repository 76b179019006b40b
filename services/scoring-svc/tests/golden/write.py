"""Writes the golden files anew; what changed in them is what a reader will see changed."""

import asyncio

from . import HERE, files

if __name__ == "__main__":
    for name, content in asyncio.run(files()).items():
        (HERE / name).write_bytes(content)
