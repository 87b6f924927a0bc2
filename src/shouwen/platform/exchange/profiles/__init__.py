"""Profiles: how the columns of a foreign file become fields of ours."""

from shouwen.platform.exchange.profiles.parsing import build, load, parse
from shouwen.platform.exchange.profiles.reading import Binding, Reading
from shouwen.platform.exchange.profiles.spec import Field, Profile, Rule, Shape

__all__ = ["Binding", "Field", "Profile", "Reading", "Rule", "Shape", "build", "load", "parse"]
