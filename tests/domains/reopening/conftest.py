from tests.domains.cases.conftest import signed_in, world  # noqa: F401
