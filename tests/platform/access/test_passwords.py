"""Passwords are kept by Argon2; only the tests themselves use something quicker."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password, make_password

from shouwen.config import settings as shipped


def test_a_password_is_kept_by_argon2(settings):
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS
    kept = make_password("a long enough secret")
    assert kept.startswith("argon2$argon2id$")
    assert check_password("a long enough secret", kept)
    assert not check_password("a long enough guess", kept)
