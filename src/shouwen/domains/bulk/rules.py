"""Which verbs run over many cases, and which of them can be taken back.

Dispatched cases go back to the unit and person that had them, by a counter-dispatch that is recorded
like any other; a wait is resumed. Words, urges and ends stay: they have been read, or counted. A macro is
taken back by its dispatch or its wait, unless it answers or invites the customer.
"""

from __future__ import annotations

VERBS = ("dispatch", "urge", "note", "wait", "resume", "close", "archive", "withdraw")
UNDOABLE = frozenset({"dispatch", "wait"})
LASTING = frozenset({"answer", "invite"})
MACRO = "macro"
