"""What can be done with notices, their deliveries and the ways they take."""

from shouwen.platform.notify.actions.addresses import (
    forget_address,
    set_address,
    set_quiet,
)
from shouwen.platform.notify.actions.channels import (
    create_channel,
    edit_channel,
    remove_template,
    set_template,
)
from shouwen.platform.notify.actions.deliveries import cancel, draft_test, resend
from shouwen.platform.notify.actions.notices import acknowledge, acknowledge_all, tell
from shouwen.platform.notify.actions.outside import can_write, write_to

__all__ = [
    "acknowledge",
    "acknowledge_all",
    "can_write",
    "cancel",
    "create_channel",
    "draft_test",
    "edit_channel",
    "forget_address",
    "remove_template",
    "resend",
    "set_address",
    "set_quiet",
    "set_template",
    "tell",
    "write_to",
]
