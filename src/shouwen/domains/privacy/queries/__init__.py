"""Questions about what is kept, how long, and what was erased."""

from shouwen.domains.privacy.queries.due import Due, due, held, rules_ahead, rules_on
from shouwen.domains.privacy.queries.proof import digest_of, proof, verify

__all__ = ["Due", "digest_of", "due", "held", "proof", "rules_ahead", "rules_on", "verify"]
