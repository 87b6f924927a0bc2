"""Reading tables of any size from text files and spreadsheets."""

from shouwen.platform.exchange.reading.table import Row, Table, open_table

__all__ = ["Row", "Table", "open_table"]
