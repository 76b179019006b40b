"""Structured logs: one JSON object a line, with the request's correlation id and without employee numbers.

Invariant: no 18-digit employee number leaves through a log line unmasked, whichever field or message it stands in;
the number holds a birth date and the sex (personal data).
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_EMPLOYEE_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{4})(?!\d)")


def mask(text: str) -> str:
    """Every 18-digit run as `199608********1001`."""
    return _EMPLOYEE_NUMBER.sub(r"\1********\2", text)


def configure(service: str, fmt: str, level: str) -> None:
    """Sends both structlog's and the standard library's records to stdout in one form."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with(service),
    ]
    last: list[structlog.types.Processor] = (
        [
            structlog.processors.format_exc_info,
            _masked,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
        if fmt == "json"
        else [_masked, structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # These say at INFO what a healthy consumer does every few seconds; their warnings stay.
    for noisy in ("aiokafka", "faststream", "_granian", "granian", "httpx2", "alembic.runtime.migration"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))


def _with(service: str) -> structlog.types.Processor:
    def add(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = service
        return event

    return add


def _masked(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = mask(value)
        elif not isinstance(value, bool | int | float | None) or (isinstance(value, int) and len(str(value)) == 18):
            event[key] = mask(str(value))
    return event
