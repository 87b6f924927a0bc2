from tests.factories.facts import facts, ten_days, unit  # noqa: F401
