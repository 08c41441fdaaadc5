"""Fields that read what people really type, and answer with a sentence when they cannot."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# From Tijuana to Tierra del Fuego and from there to the easternmost cape of Brazil, with the Caribbean.
REGION = {"lat": (-56.0, 33.0), "lon": (-118.5, -34.0)}


class NameField(forms.CharField):
    """One line that people read as a name: no tags, no line breaks."""

    def clean(self, value: Any) -> str:
        text = " ".join(str(super().clean(value) or "").split())
        if re.search(r"[<>]|&\w+;", text):
            raise ValidationError(_("Write it as people read it, without < or >."))
        return text


class TextField(forms.CharField):
    """Several lines of plain text. A tag would be shown as it is, so it is refused."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3000)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").replace("\r\n", "\n")
        if re.search(r"</?[a-zA-Z!][^>]*>", text):
            raise ValidationError(_("Write plain text: tags like <b> are not read here."))
        return text


class HourField(forms.CharField):
    """An hour of the day: 8, 8:30, 08.30, 8h30."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 8)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "short", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> time | None:
        text = str(super().clean(value) or "").lower().replace(" ", "")
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2})?)?h?", text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if (hour, minute) == (24, 0):
            hour = 0
        if hour > 23 or minute > 59:
            raise ValidationError(
                _("“%(text)s” is not an hour of the day. Write it like 08:30. The day ends at 23:59."),
                params={"text": value},
            )
        return time(hour, minute)


class DayField(forms.CharField):
    """A day: 24/11/2026 or 2026-11-24."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "short", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = str(super().clean(value) or "").replace(" ", "").replace("-", "/").replace(".", "/")
        if not text:
            return None
        for pattern in ("%d/%m/%Y", "%Y/%m/%d"):
            try:
                return datetime.strptime(text, pattern).date()
            except ValueError:
                continue
        raise ValidationError(
            _("“%(text)s” is not a day of the calendar. Write day, month and year: 24/11/2026."), params={"text": value}
        )


class CoordinatesField(forms.CharField):
    """Latitude and longitude as a map shows them: 0.8119, -77.7173."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value[0]}, {value[1]}" if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[float, float] | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        number = r"[-+]?\d{1,3}(?:[.,]\d+)?"
        found = re.fullmatch(rf"({number})\s*(?:[,;]\s+|[;,\s])\s*({number})", text)
        if not found:
            raise ValidationError(_("Write two numbers with a comma between them: 0.8119, -77.7173"))
        lat, lon = (float(part.replace(",", ".")) for part in found.groups())
        if not inside(lat, lon) and inside(lon, lat):
            raise ValidationError(
                _("These look the wrong way round. Did you mean %(lat)s, %(lon)s?"), params={"lat": lon, "lon": lat}
            )
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise ValidationError(_("There is no such point on Earth. Latitude goes to 90, longitude to 180."))
        return lat, lon


def inside(lat: float, lon: float) -> bool:
    """Is this point in the region the house serves?"""
    return REGION["lat"][0] <= lat <= REGION["lat"][1] and REGION["lon"][0] <= lon <= REGION["lon"][1]
