"""How much of a file is read before it is refused (docs/concepts/files.md gives the reasons)."""

SHEET_PACKED = 50 * 1024 * 1024
SHEET_UNPACKED = 200 * 1024 * 1024
COLUMNS = 1_000
LINE = 1 << 20
"""Characters of one line or one cell."""
BOMB_FROM = 64 * 1024 * 1024
BOMB_RATIO = 200
"""An archive may unpack to BOMB_FROM bytes, and beyond that to BOMB_RATIO times its size."""
BLOCK = 1 << 18
