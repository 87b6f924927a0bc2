"""邮件: through the installation's own relay."""

from __future__ import annotations

import smtplib
from collections.abc import Callable

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from shouwen.platform.notify import outgoing
from shouwen.platform.notify.choices import Result
from shouwen.platform.notify.senders.letter import Letter, Opened, Outcome, Unasked, failed, unsure


def _smtp(channel: Opened) -> BaseEmailBackend:
    security = channel.config.get("security", "starttls")
    return EmailBackend(
        host=channel.config["host"],
        port=int(channel.config.get("port", 25)),
        username=channel.config.get("username", ""),
        password=channel.secret.get("password", ""),
        use_tls=security == "starttls",
        use_ssl=security == "tls",
        timeout=int(channel.timeout),
        fail_silently=False,
    )


class Mail(Unasked):
    """One person a mail; our id is its Message-ID."""

    repeatable = False

    def __init__(self, backend: Callable[[Opened], BaseEmailBackend] = _smtp) -> None:
        self.backend = backend

    def send(self, letter: Letter, channel: Opened) -> Outcome:
        """Before the connection stands nothing can have left; after it, silence is uncertain."""
        connection = self.backend(channel)
        try:
            port = int(channel.config.get("port", 25))
            outgoing.checked(channel.config["host"], port, allow_private=channel.allow_private)
            connection.open()
        except (outgoing.NotAllowed, outgoing.NotSent) as error:
            return failed(str(error))
        except (OSError, smtplib.SMTPException):
            return failed("no_connection")
        try:
            return _handed_over(connection, _message(letter, channel))
        finally:
            _closed(connection)


def _message(letter: Letter, channel: Opened) -> EmailMessage:
    sender = str(channel.config["sender"])
    domain = sender.rpartition("@")[2].strip(" >") or "localhost"
    subject = " ".join(letter.subject.split())  # a header has one line
    return EmailMessage(
        subject,
        letter.text,
        sender,
        [letter.to],
        headers={"Message-ID": f"<{letter.uid}@{domain}>"},
    )


def _handed_over(connection: BaseEmailBackend, message: EmailMessage) -> Outcome:
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        return _by_code(max(code for code, _ in error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        return _by_code(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return unsure("broken_off")
    return Outcome(Result.SENT)


def _by_code(code: int) -> Outcome:
    """5xx: not this message; 4xx: not now."""
    if code >= 500:
        return Outcome(Result.REFUSED, f"smtp_{code}")
    return failed(f"smtp_{code}")


def _closed(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return
