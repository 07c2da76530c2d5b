"""Longer texts as they are stored."""

import unicodedata

from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible
from stegvis.casework.rules import cleaned


def cleaned_text(text: str, field: str, most: int, *, required: bool = False) -> str:
    """As `cleaned`, but with its lines kept: at most one empty line in a row, no spaces at the end of a line.

    Raises NotPossible with code `required` or `too_long`; the words say how long the text is and how long it may be.
    """
    plain = unicodedata.normalize("NFC", str(text or "")).replace("\r\n", "\n").replace("\r", "\n")
    kept: list[str] = []
    for line in (cleaned(each, field, max(len(each), 1) * 4) for each in plain.split("\n")):
        if line or (kept and kept[-1]):
            kept.append(line)
    whole = "\n".join(kept).strip()
    if required and not whole:
        raise NotPossible(_("This is needed."), field=field, code="required")
    if len(whole) > most:
        raise NotPossible(
            _("The text is %(length)s characters long, and at most %(most)s fit. Divide it into several notes.")
            % {"length": len(whole), "most": most},
            field=field,
            code="too_long",
        )
    return whole
