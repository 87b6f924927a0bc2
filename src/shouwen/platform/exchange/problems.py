"""What can be wrong with a file, a row or a cell: a stable code, and one sentence with its remedy.

A problem is stored as code and parameters, never as text, so that the same reject can be read in
any language. Every other app that reads files adds its own codes with ``register``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Words = str | Promise
SHOWN = 120
"""A value longer than this is shown shortened."""


class Sentence(NamedTuple):
    """What is wrong, and what mends it; both take named parameters."""

    what: Words
    remedy: Words


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place. ``row`` counts the header as 1, as a spreadsheet does."""

    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)

    def what(self) -> str:
        return self._fill(SENTENCES[self.code].what)

    def remedy(self) -> str:
        return self._fill(SENTENCES[self.code].remedy)

    def sentence(self) -> str:
        """Row, column, value, what is wrong and what mends it, in the language in force."""
        return " ".join(part for part in (self._where(), self.what(), self.remedy()) if part)

    def _where(self) -> str:
        if self.row and self.column:
            return gettext("Row %(row)s, column %(column)s:") % {
                "row": self.row,
                "column": self.column,
            }
        if self.row:
            return gettext("Row %(row)s:") % {"row": self.row}
        if self.column:
            return gettext("Column %(column)s:") % {"column": self.column}
        return ""

    def _fill(self, template: Words) -> str:
        shown = shorten(self.value or "")
        return str(template) % {**self.params, "value": shown, "column": self.column or ""}


def shorten(value: str) -> str:
    """A cell as it can be printed: control characters made visible, long text cut."""
    visible = "".join("␀" if c == "\0" else c if c.isprintable() else "␣" for c in value[:SHOWN])
    return visible + ("…" if len(value) > SHOWN else "")


SENTENCES: dict[str, Sentence] = {
    "not_found": Sentence(
        _("the file %(value)s cannot be opened: %(reason)s."),
        _("Check its name and whether you may read it."),
    ),
    "file_erased": Sentence(
        _("the file %(value)s is gone: files of imports are kept for %(days)s days."),
        _("Upload it again."),
    ),
    "empty": Sentence(
        _("the file holds no rows."),
        _("Choose a file with a header row and at least one row below it."),
    ),
    "not_a_table": Sentence(
        _("this is not a table but %(reason)s."),
        _("Save it as CSV or XLSX and choose that file."),
    ),
    "damaged": Sentence(
        _("the file is damaged: %(reason)s."),
        _("Fetch or save it again; if that does not help, save it as CSV."),
    ),
    "members": Sentence(
        _("the archive holds %(count)s files; exactly one is expected."),
        _("Take out the one table and import it alone."),
    ),
    "locked": Sentence(
        _("the file is protected by a password."),
        _("Save it without a password, or save it as CSV."),
    ),
    "nested": Sentence(
        _("the archive holds another archive."),
        _("Unpack it and import the table inside."),
    ),
    "bomb": Sentence(
        _("the archive unpacks to more than %(ratio)s times its size."),
        _("If this is meant, unpack it and import the file inside."),
    ),
    "sheet_packed": Sentence(
        _("the spreadsheet has %(size)s MB; %(limit)s MB can be opened."),
        _("Save as CSV and import that file: a CSV may have any size."),
    ),
    "sheet_unpacked": Sentence(
        _("the spreadsheet unpacks to more than %(limit)s MB."),
        _("Save as CSV and import that file: a CSV may have any size."),
    ),
    "sheet_name": Sentence(
        _("there is no sheet %(value)s."),
        _("The file has these sheets: %(sheets)s."),
    ),
    "encoding_name": Sentence(
        _("%(value)s is not the name of an encoding."),
        _("Name one such as utf-8, gb18030, big5, shift_jis or cp1252."),
    ),
    "encoding": Sentence(
        _("the text is neither UTF-8 nor UTF-16 nor GB18030."),
        _("Name its encoding, for example --encoding cp1252 or --encoding big5."),
    ),
    "binary": Sentence(
        _("the file holds NUL bytes all over and is no text in a known encoding."),
        _("If it is UTF-16 without a mark, name it: --encoding utf-16-le."),
    ),
    "columns_many": Sentence(
        _("the header has %(count)s columns; at most %(limit)s can be read."),
        _("Delete the columns you do not need, or turn rows and columns round."),
    ),
    "column_missing": Sentence(
        _("the file has no column “%(value)s” that is asked for."),
        _("It has: %(columns)s. Mend the header, or the profile you import by."),
    ),
    "line_long": Sentence(
        _("the line is longer than %(limit)s characters."),
        _("Check the line ends of the file and whether a quotation mark was never closed."),
    ),
    "width": Sentence(
        _("the row has %(count)s cells, the header %(expected)s."),
        _("Put text that contains the separator in quotation marks, or add the missing cells."),
    ),
    "quotes": Sentence(
        _("the quotation marks of this row do not match."),
        _('Write a quotation mark inside a cell twice ("") and close every quoted cell.'),
    ),
    "nul": Sentence(
        _("the cell holds a NUL character (“%(value)s”)."),
        _("Delete the character; it is not text."),
    ),
    "bad_bytes": Sentence(
        _("the cell holds bytes that are not text in %(encoding)s (“%(value)s”)."),
        _("Type the cell again, or name the right encoding."),
    ),
    "formula_value": Sentence(
        _("the cell holds a formula without a result."),
        _("Open the file in a spreadsheet program and save it, or save it as CSV."),
    ),
    "formula_error": Sentence(
        _("the formula in this cell ended in the error %(value)s."),
        _("Mend the formula or type the value."),
    ),
    "merged": Sentence(
        _("the merged cells %(range)s are read as the same value in each of them."),
        _("Unmerge them if that is not meant."),
    ),
    "required": Sentence(
        _("the cell is empty, and %(field)s is needed."),
        _("Fill it in."),
    ),
    "date": Sentence(
        _("“%(value)s” is not a time written as %(formats)s."),
        _("Write it so, or add its format to the profile."),
    ),
    "date_null": Sentence(
        _("“%(value)s” means that there is no date; it was left out."),
        _("Leave the cell empty if nothing is missing."),
    ),
    "local_time": Sentence(
        _("“%(value)s” never was on a clock in %(zone)s: that hour was skipped."),
        _("Write the time one hour later, or with its offset from UTC."),
    ),
    "integer": Sentence(
        _("“%(value)s” is not a whole number of 0 or more."),
        _("Write digits only."),
    ),
    "lookup": Sentence(
        _("“%(value)s” is not in the table %(table)s."),
        _("Add it to the table in the profile, or name what all other values mean (otherwise)."),
    ),
    "choice": Sentence(
        _("“%(value)s” is not one of %(choices)s."),
        _("Use one of these words, or a lookup table that leads to them."),
    ),
    "too_long": Sentence(
        _("the text has %(count)s characters; %(field)s takes %(limit)s."),
        _("Shorten it, or map the column to the text of the case."),
    ),
    "key_empty": Sentence(
        _("the key columns %(value)s are all empty, so the row could not be recognised again."),
        _('Fill the key in, or use key = "row-hash" in the profile.'),
    ),
    "key_twice": Sentence(
        _("the key %(value)s stands already in an earlier row of this file with other contents."),
        _("Keep one of the rows, or name more key columns."),
    ),
}


def register(sentences: Mapping[str, Sentence]) -> None:
    """Add the problem codes of another app; a code belongs to one app."""
    doubled = sentences.keys() & SENTENCES.keys()
    if doubled:
        raise ValueError(f"problem codes declared twice: {sorted(doubled)}")
    SENTENCES.update(sentences)
