"""What an address that leads nowhere, or carries what no text can hold, is answered with."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/requests/x", "/api/v1/nothing"])
def test_the_api_says_in_its_own_words_that_there_is_nothing(client: Client, address: str):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")
    assert answer.json() == {"code": "not_found", "message": ""}


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_a_page(client: Client):
    answer = client.get("/nothing")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/api/v1/clocks/due?calendar=a%00b", "/cases/?q=%00"])
def test_an_address_with_a_nul_is_refused_before_anything_is_read(client: Client, address: str):
    assert client.get(address).status_code == 400
