"""Two people, one record: a form that notices when somebody else has saved since it was opened.

The page carries, signed, which version it was opened on and what stood in each field then. When the form is sent and
the record has another version by now, each field is looked at by itself: what only one of the two has changed is put
together without asking, what both have changed differently is asked about on a page that shows mine, theirs and what
it was. Nothing typed is lost on the way.

    both = meanwhile.meet(request, key, record.version, lambda posted: [Part(MyForm(posted, …))], changes=…)
    if both.page: return both.page
    form = both.forms[0]

and in the form's template, inside <form>: {% include "components/opened.html" %}. The action gets
`version=both.version`; should it raise ChangedMeanwhile all the same (somebody was quicker by a moment), show the
page anew with `both.again()`. The pages of staff leave all this to `web/staff/saving.py`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from stegvis.access.queries import drafts
from stegvis.access.queries.drafts import KeptDraft
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part, Side

OPENED = "opened"
CHOICE = "keep:"
_SALT = "stegvis.opened"


@dataclass(frozen=True)
class Opened:
    """What the page was opened with: version, time, and field name → [label, value] as they stood."""

    version: int
    at: dt.datetime
    values: dict[str, list]

    def sealed(self, salt: str) -> str:
        """As it travels in the page: readable by whoever sees the page, changeable by nobody."""
        return signing.dumps([self.version, self.at.isoformat(), self.values], salt=salt, compress=True)

    @classmethod
    def read(cls, text: str, salt: str) -> "Opened | None":
        """From the page; None when it is missing, bent, or another form's or user's."""
        try:
            version, at, values = signing.loads(text, salt=salt)
        except (signing.BadSignature, ValueError):
            return None
        return cls(version, parse_datetime(at), values)


@dataclass(frozen=True)
class Difference:
    """A field that both have changed, each in their own way. Texts for reading."""

    name: str
    label: str
    mine: str
    theirs: str
    opened: str
    who: object = None
    chosen: str = ""


@dataclass(frozen=True)
class Merged:
    """A field that only one of the two has changed. `mine`: it was I."""

    label: str
    now: str
    mine: bool
    who: object = None


@dataclass
class Both:
    """What the view goes on with. `page`: show this instead. `token` belongs into the form (components/opened.html)."""

    parts: list[Part]
    version: int
    token: str
    form_key: str
    page: HttpResponse | None = None
    merged: list[Merged] = field(default_factory=list)
    changes: Sequence = ()
    kept: KeptDraft | None = None
    stale_draft: bool = False
    again: Callable[[], HttpResponse] | None = None

    @property
    def merge_words(self) -> str:
        """For the message after saving: what of the other's was put together with mine; empty when nothing was."""
        theirs = [each for each in self.merged if not each.mine]
        if not theirs:
            return ""
        names = {each.who.by for each in theirs if each.who}
        return _("Meanwhile %(who)s changed %(what)s. Both your changes are kept.") % {
            "who": ", ".join(sorted(names)) or _("somebody else"),
            "what": ", ".join(each.label for each in theirs),
        }

    @property
    def forms(self) -> list:
        """The forms and form sets, in the order in which they were built."""
        return [part.form for part in self.parts]


def meet(
    request,
    form_key: str,
    version: int,
    build: Callable[[QueryDict | None], list[Part]],
    *,
    changes: Callable[[int, dt.datetime], Sequence] = lambda version, opened_at: (),
    title: str = "",
    back_url: str = "",
) -> Both:
    """Build the forms for this request and settle what somebody else has changed since they were opened.

    `build` makes the parts from what was sent (None: a page just opened); the initial values of its forms must be what
    stands in the record now. `changes(version, opened_at)` tells who has changed it since, each with `by`, `at` and
    `facts`. `title` and `back_url` are for the page that asks.
    """
    salt = f"{_SALT}.{request.user.pk}.{form_key}"
    meeting = _Meeting(request, form_key, version, build, changes, salt, title, back_url)
    return meeting.sent() if request.method == "POST" else meeting.opened()


@dataclass
class _Meeting:
    request: object
    form_key: str
    version: int
    build: Callable
    changes_since: Callable
    salt: str
    title: str
    back_url: str

    def _token(self, parts: Iterable[Part]) -> str:
        values = {name: [side.label, side.stands] for part in parts for name, side in part.sides().items()}
        return Opened(self.version, timezone.now(), values).sealed(self.salt)

    # --- opening --------------------------------------------------------------------------------------------------
    def opened(self) -> Both:
        """A page just opened, with the draft of an earlier visit in it when there is one."""
        parts = self.build(None)
        kept = drafts.find(self.request.user, self.form_key)
        before = Opened.read("".join(kept.content.get(OPENED, [])[:1]), self.salt) if kept else None
        token = self._token(parts)
        for part in parts:
            for form in part.drafted:
                restore_draft(form, user=self.request.user, form_key=self.form_key)
        if before is None or before.version == self.version:
            return Both(parts, self.version, token, self.form_key, kept=kept)
        # what was typed on an older version: fields left alone then show what stands there now
        for part in parts:
            part.keep_only_typed(before.values)
        changes = self.changes_since(before.version, before.at)
        sealed = before.sealed(self.salt)
        return Both(parts, self.version, sealed, self.form_key, kept=kept, stale_draft=True, changes=changes)

    # --- sending --------------------------------------------------------------------------------------------------
    def sent(self) -> Both:
        """What was sent, put together with what somebody else has saved since the page was opened."""
        posted = self.request.POST
        opened = Opened.read(posted.get(OPENED, ""), self.salt)
        parts = self.build(posted)
        if opened is None or opened.version == self.version:
            token = posted.get(OPENED, "") if opened else self._token(parts)
            return self._with_again(Both(parts, self.version, token, self.form_key))
        changes = self.changes_since(opened.version, opened.at)
        differences, merged, settled = self._compare(parts, opened, posted, changes)
        both = Both(parts, self.version, posted[OPENED], self.form_key, merged=merged, changes=changes)
        seen = posted.get("seen", "") == str(self.version)
        if differences and not (seen and all(each.chosen for each in differences)):
            both.page = self._ask(differences, both)
            return both
        both.parts = self.build(settled)
        both.token = self._token(both.parts)
        return self._with_again(both)

    def _with_again(self, both: Both) -> Both:
        both.again = lambda: render(self.request, "meanwhile/again.html", self._context(both), status=409)
        return both

    def _compare(self, parts: list[Part], opened: Opened, posted: QueryDict, changes):
        settled, differences, merged = posted.copy(), [], []
        for part in parts:
            for name, side in part.sides(opened.values).items():
                who = next((each for each in changes if side.fact in each.facts), None)
                match side.verdict():
                    case "theirs":
                        part.take_theirs(settled, name)
                        merged.append(Merged(side.label, side.words(side.stands), False, who))
                    case "mine":
                        merged.append(Merged(side.label, side.words(side.mine), True))
                    case "both":
                        chosen = posted.get(CHOICE + name, "")
                        differences.append(_difference(side, name, who, chosen))
                        if chosen == "theirs":
                            part.take_theirs(settled, name)
            part.settle(settled)
        return differences, merged, settled

    def _ask(self, differences: list[Difference], both: Both) -> HttpResponse:
        context = self._context(both) | {"differences": differences, "seen": self.version}
        return render(self.request, "meanwhile/choose.html", context, status=409)

    def _context(self, both: Both) -> dict:
        own = {"seen", "csrfmiddlewaretoken"}
        sent = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in own and not name.startswith(CHOICE)
            for value in values
        ]
        return {"both": both, "title": self.title, "back_url": self.back_url, "sent": sent}


def _difference(side: Side, name: str, who, chosen: str) -> Difference:
    return Difference(
        name,
        side.label,
        side.words(side.mine),
        side.words(side.stands),
        side.words(side.opened),
        who,
        chosen if chosen in ("mine", "theirs") else "",
    )
