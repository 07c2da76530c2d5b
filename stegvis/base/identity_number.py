"""Swedish personal identity numbers and coordination numbers.

Rules: personnummer by folkbokföringslagen (1991:481) 18 §, samordningsnummer by lag (2022:1697) (day + 60).
The check digit is Luhn's over the nine digits without century. The date in the number is *not* always the birth date:
when the numbers of a day run out, a nearby day is used.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from personnummer import personnummer

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"), "-")
_SHAPE = re.compile(r"(\d{2})?(\d{6})([-+]?)(\d{4})", re.ASCII)


class InvalidIdentityNumber(ValueError):
    """The text is not a valid number. `code` names the fault; the message never repeats the number."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, order=True)
class IdentityNumber:
    """A checked number. `value` is the interchange form: twelve digits without hyphen."""

    value: str

    @property
    def kind(self) -> str:
        """`personnummer` or `samordningsnummer` (the day is raised by 60)."""
        return "samordningsnummer" if int(self.value[6:8]) > 60 else "personnummer"

    @property
    def birth_on(self) -> dt.date:
        """The date in the number (for age rules; a nearby day of birth is possible)."""
        day = int(self.value[6:8])
        return dt.date(int(self.value[:4]), int(self.value[4:6]), day - 60 if day > 60 else day)

    @property
    def sex(self) -> str:
        """Legal sex by the ninth digit of the short form: odd `M`, even `F`."""
        return "M" if int(self.value[10]) % 2 else "F"

    @property
    def formatted(self) -> str:
        """`YYYYMMDD-NNNN`, for screens where the whole number may be seen."""
        return f"{self.value[:8]}-{self.value[8:]}"

    @property
    def masked(self) -> str:
        """`YYYYMMDD-••••`, the form shown by default."""
        return f"{self.value[:8]}-••••"

    def age_on(self, day: dt.date) -> int:
        """Whole years on `day`, by the date in the number. 29 February counts as passed on 1 March."""
        born = self.birth_on
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def normalise(text: object) -> str:
    """Bring what people paste (spaces, other dashes or digits, spreadsheet decimals) to plain characters."""
    plain = unicodedata.normalize("NFKC", str(text)).translate(_DASHES)
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in plain if c.isprintable())
    plain = re.sub(r"\s+", "", plain)
    return plain[:-2] if re.fullmatch(r"\d{9,12}\.0", plain) else plain


def parse(text: object, *, today: dt.date | None = None) -> IdentityNumber:
    """Read a number with ten or twelve digits, with or without hyphen; `+` means the person has turned 100.

    Raises InvalidIdentityNumber with code `empty`, `shape`, `lost_zero`, `date`, `check_digit`, `future` or `too_old`.
    """
    plain = normalise(text)
    if not plain:
        raise InvalidIdentityNumber("empty", _("Enter an identity number."))
    match = _SHAPE.fullmatch(plain)
    if not match:
        if re.fullmatch(r"\d{7,9}", plain):
            raise InvalidIdentityNumber(
                "lost_zero",
                _(
                    "The number has too few digits. A spreadsheet may have removed a zero at the start: "
                    "write twelve digits."
                ),
            )
        raise InvalidIdentityNumber("shape", _("Write the number with twelve digits: YYYYMMDD-NNNN."))
    if match[4].startswith("000"):
        raise InvalidIdentityNumber("shape", _("Write the number with twelve digits: YYYYMMDD-NNNN."))
    value = _with_century(match, plain)
    _check_date(value, today or dt.date.today())
    try:
        personnummer.parse(value)
    except personnummer.PersonnummerException:
        raise InvalidIdentityNumber(
            "check_digit", _("The last digit does not fit the others. Check the number digit by digit.")
        ) from None
    return IdentityNumber(value)


def _with_century(match: re.Match, plain: str) -> str:
    if match[1]:
        return match[1] + match[2] + match[4]
    try:
        return personnummer.parse(plain).format(long_format=True)
    except personnummer.PersonnummerException:
        # let the date and check digit tests below name the fault: a two-digit year is never in the future
        year = dt.date.today().year - (100 if match[3] == "+" else 0)
        full = year - ((year - int(match[2][:2])) % 100)
        return f"{full:04}{match[2][2:]}{match[4]}"


def _check_date(value: str, today: dt.date) -> None:
    try:
        born = IdentityNumber(value).birth_on
    except ValueError:
        raise InvalidIdentityNumber("date", _("The first eight digits are not a date that exists.")) from None
    if born > today:
        raise InvalidIdentityNumber("future", _("The birth date in the number has not come yet."))
    if born.year < today.year - 130:
        raise InvalidIdentityNumber("too_old", _("The birth date in the number is more than 130 years ago."))
