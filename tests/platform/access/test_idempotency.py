"""A retry, a double click, fifty callers at once: one write, one answer."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from shouwen.kernel.errors import Refused
from shouwen.platform.access import errors
from shouwen.platform.access.idempotency import Answer, once, purge
from shouwen.platform.access.models import IdempotencyKey, Role
from tests.factories.access import AT


def write(code: str = "made"):
    def make() -> tuple[int, object]:
        return 201, {"id": Role.objects.create(code=code, name=code).pk}

    return make


@pytest.mark.django_db
def test_the_first_answer_is_given_again():
    first = once("api:1", "k", b"{}", write(), at=AT)
    again = once("api:1", "k", b"{}", write(), at=AT)
    assert first == Answer(201, first.response) and not first.repeated
    assert again == Answer(201, first.response, repeated=True)
    assert Role.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused():
    once("api:1", "k", b"{}", write(), at=AT)
    with pytest.raises(errors.KeyReused):
        once("api:1", "k", b'{"a":1}', write("other"), at=AT)
    assert Role.objects.count() == 1


@pytest.mark.django_db
def test_keys_of_different_callers_do_not_meet():
    once("api:1", "k", b"{}", write("a"), at=AT)
    once("api:2", "k", b"{}", write("b"), at=AT)
    assert Role.objects.count() == 2


@pytest.mark.django_db
def test_a_refused_write_leaves_the_key_free():
    def refuse() -> tuple[int, object]:
        raise Refused

    with pytest.raises(Refused):
        once("api:1", "k", b"{}", refuse, at=AT)
    assert not IdempotencyKey.objects.exists()
    assert once("api:1", "k", b"{}", write(), at=AT).status == 201


@pytest.mark.django_db
def test_keys_are_forgotten_after_seven_days():
    once("api:1", "k", b"{}", write(), at=AT)
    assert purge(at=AT + timedelta(days=6)) == 0
    assert purge(at=AT + timedelta(days=8)) == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_callers_at_once_write_once():
    answers: list[Answer] = []
    ready = threading.Barrier(50)

    def call() -> None:
        try:
            ready.wait()
            answers.append(once("api:1", "k", b"{}", write(), at=AT))
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert len({answer.response["id"] for answer in answers}) == 1
    assert sum(not answer.repeated for answer in answers) == 1
    assert Role.objects.count() == 1
