"""The same file started twice at the same moment: one import writes it, the other finds it written."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import connection

from shouwen.domains.cases.models import Case
from shouwen.domains.imports.registers.running import Outcome
from shouwen.platform.clocks.queries import verify as clocks_verify
from shouwen.platform.journal.queries import verify
from tests.domains.imports.test_rows import CLOSED, OPEN
from tests.factories.imports import REGISTER, Desk


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_comes_in_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = desk.file(OPEN, CLOSED)
    ready, outcomes, failures = threading.Barrier(3), list[Outcome](), list[BaseException]()

    def bring_in() -> None:
        try:
            ready.wait()
            outcomes.append(desk.take_file(path, profile=REGISTER))
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=bring_in) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sorted((o.counts.created, o.counts.unchanged) for o in outcomes) == [
        (0, 2),
        (0, 2),
        (2, 0),
    ]
    assert Case.objects.count() == 2
    assert list(verify()) == list(clocks_verify()) == []
