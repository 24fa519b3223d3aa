"""The forms of values: each takes a node of a disclosure and returns how it is shown, or None where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opads.notice.clean import language_tag, mail_link, shown, web_link
from opads.notice.document import Value
from opads.notice.locales import Local
from opads.notice.template import Spec
from opads.notice.words import Said, Words

__all__ = ("Forms", "is_nothing")


def is_nothing(value: Any) -> bool:
    """Whether a node states nothing: null, blank text, or a container of nothing."""
    if isinstance(value, dict):
        return all(is_nothing(v) for v in value.values())
    if isinstance(value, list):
        return all(is_nothing(v) for v in value)
    return value is None or (isinstance(value, str) and not value.strip())


class Forms:
    """Shows values in the words and the locale of one language; what cannot be read is shown as it stands."""

    def __init__(self, words: Words, data_language: str | None) -> None:
        self.words = words
        self.local = Local(words.locale)
        self.data_language = data_language
        self._forms: dict[str, Callable[[Any, Spec], Value | None]] = {
            "text": lambda value, _: Value(shown(value)),
            "prose": lambda value, _: Value(shown(value), lang=data_language),
            "translation": self._translation,
            "date": lambda value, _: Value(self.local.date(value) or shown(value)),
            "period": self._period,
            "money": self._money,
            "quantity": self._quantity,
            "integer": lambda value, _: Value(self.local.number(value) or shown(value)),
            "boolean": self._boolean,
            "code": self._code,
            "link": lambda value, _: Value(shown(value), href=web_link(value)),
            "email": lambda value, _: Value(shown(value), href=mail_link(value)),
            "address": self._address,
        }

    def show(self, value: Any, spec: Spec) -> Value | None:
        """Return a node as the specification wants it shown."""
        if is_nothing(value):
            return None
        found = self._forms[spec.form](value, spec)
        return found if found is not None and found.text else None

    def sentence(self, key: str, **values: str) -> Said:
        """Return fixed words with values in place of ``{name}``."""
        said = self.words.say(key)
        text = said.text
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return Said(text, said.verified, said.lang)

    def _of_words(self, said: Said) -> Value:
        return Value(said.text, lang=said.lang)

    def _translation(self, value: Any, spec: Spec) -> Value | None:
        del spec
        if not isinstance(value, dict):
            return Value(shown(value), lang=self.data_language)
        return Value(shown(value.get("text")), lang=language_tag(value.get("language")) or self.data_language)

    def _boolean(self, value: Any, spec: Spec) -> Value:
        del spec
        if not isinstance(value, bool):
            return Value(shown(value))
        return self._of_words(self.words.say("sentences.yes" if value else "sentences.no"))

    def _code(self, value: Any, spec: Spec) -> Value:
        said = self.words.code(spec.codes, value) if isinstance(value, str) else None
        return Value(shown(value)) if said is None else self._of_words(said)

    def _period(self, value: Any, spec: Spec) -> Value | None:
        del spec
        if not isinstance(value, dict):
            return Value(shown(value))
        ends = [
            None if is_nothing(v) else self.local.date(v) or shown(v) for v in (value.get("start"), value.get("end"))
        ]
        return self._span(ends[0], ends[1], "sentences.period", "sentences.from", "sentences.until")

    def _money(self, value: Any, spec: Spec) -> Value | None:
        del spec
        if not isinstance(value, dict):
            return Value(shown(value))
        currency = value.get("currency")
        known = self.local.knows(currency)
        tail = "" if known or is_nothing(currency) else f"\u00a0{shown(currency)}"

        def write(figure: Any) -> str | None:
            if is_nothing(figure):
                return None
            written = self.local.money(figure, currency)
            if written is None:
                return f"{shown(figure)}\u00a0{shown(currency)}".strip()
            return written + tail

        return self._figure(value, write)

    def _quantity(self, value: Any, spec: Spec) -> Value | None:
        del spec
        if not isinstance(value, dict):
            return Value(self.local.number(value) or shown(value))
        return self._figure(value, lambda v: None if is_nothing(v) else self.local.number(v) or shown(v))

    def _figure(self, value: dict[str, Any], write: Callable[[Any], str | None]) -> Value | None:
        exact = write(value.get("exact"))
        if exact is not None:
            return Value(exact)
        bounds = value.get("range")
        if not isinstance(bounds, dict):
            return None
        lower, upper = write(bounds.get("lower")), write(bounds.get("upper"))
        return self._span(lower, upper, "sentences.range", "sentences.at-least", "sentences.at-most")

    def _span(self, lower: str | None, upper: str | None, both: str, only_lower: str, only_upper: str) -> Value | None:
        if lower and upper:
            return self._of_words(self.sentence(both, start=lower, end=upper))
        if lower or upper:
            return self._of_words(self.sentence(only_lower if lower else only_upper, value=lower or upper or ""))
        return None

    def _address(self, value: Any, spec: Spec) -> Value | None:
        del spec
        if not isinstance(value, dict):
            return Value(shown(value))
        text = shown(value.get("text"))
        if not text:
            lines = value.get("lines")
            place = (shown(value.get("postalCode")), shown(value.get("locality")))
            parts = [shown(line) for line in lines] if isinstance(lines, list) else [shown(lines)]
            text = ", ".join(p for p in (*parts, " ".join(p for p in place if p), shown(value.get("region"))) if p)
        code = value.get("country")
        names = [name for name in (self.local.country(code), Local("en").country(code)) if name]
        if text and names and not any(name.casefold() in text.casefold() for name in names):
            text = f"{text}, {names[0]}"
        return Value(text or shown(code))
