"""The ways out of the house, one class each."""

from shouwen.platform.notify.choices import ChannelKind
from shouwen.platform.notify.senders.file import File
from shouwen.platform.notify.senders.letter import Letter, Opened, Outcome, Sender
from shouwen.platform.notify.senders.mail import Mail
from shouwen.platform.notify.senders.robot import Robot
from shouwen.platform.notify.senders.sms import TextMessages
from shouwen.platform.notify.senders.webhook import Webhook

SENDERS: dict[str, Sender] = {
    ChannelKind.SMS: TextMessages(),
    ChannelKind.EMAIL: Mail(),
    ChannelKind.ROBOT: Robot(),
    ChannelKind.WEBHOOK: Webhook(),
    ChannelKind.FILE: File(),
}

__all__ = ["SENDERS", "Letter", "Opened", "Outcome", "Sender"]
