"""What is done about personal data: requests answered, what is old erased, what is needed held."""

from shouwen.domains.privacy.actions.holding import hold, lift
from shouwen.domains.privacy.actions.requests import answer, ask
from shouwen.domains.privacy.actions.retaining import install_presets, run, run_batch, set_rule

__all__ = ["answer", "ask", "hold", "install_presets", "lift", "run", "run_batch", "set_rule"]
