"""Fill a section in. What is typed is saved on the server as one goes; sent at the end, or by whoever has no script."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.base.decision import NotPossible
from stegvis.casework.actions import mappings as writing
from stegvis.casework.queries import mapping_forms, mappings
from stegvis.casework.rules import mapping_answers, mapping_form
from stegvis.casework.rules.mapping_form import Question, Section
from stegvis.web.shared.words import clock
from stegvis.web.staff.mapping.forms import AnswerForm, value_words

#: The versions of the words of a form, by the code in the address.
TEXTS = ("sv", "easy", "en")


@never_cache
def fill(request, mapping_id, section):
    """One section of the form."""
    mapping = mappings.find(request.viewer, mapping_id, "write")
    if request.method == "GET" and mappings.sitting_of(mapping, request.viewer) is None:
        return redirect("mapping_sitting", mapping.pk)
    screen = _Screen.of(request, mapping, section)
    if request.method == "POST":
        try:
            saved = _save(request.viewer, mapping, _sent(request.POST))
        except NotPossible as refusal:  # nobody who has opened the page comes here
            messages.error(request, refusal.reason)
            return redirect("mapping_sitting", mapping.pk)
        follow_up = screen.new_questions(request, mapping, saved)
        if saved.conflicts or saved.refused:
            screen.read_anew(request, mapping)
            return render(request, "staff/mapping/fill.html", screen.context(saved, request.POST), status=409)
        if follow_up:
            messages.info(request, _("Your answer has more questions to it. They stand below."))
            return redirect(f"{request.path}?text={screen.text}#{follow_up}")
        return _onward(request, screen)
    return render(request, "staff/mapping/fill.html", screen.context(None, None))


def _onward(request, screen):
    messages.success(request, _("Saved."))
    after = screen.after
    if after is None or request.POST.get("then") == "overview":
        return redirect("mapping_show", screen.mapping.pk)
    to = redirect("mapping_fill", screen.mapping.pk, after.code)
    to["Location"] += f"?text={screen.text}"
    return to


@require_POST
def save(request, mapping_id):
    """Keep the answers of a page while they are written. JSON of field names and lists of texts, as drafts are."""
    mapping = mappings.find(request.viewer, mapping_id, "write")
    try:
        content = json.loads(request.body)
        saved = _save(request.viewer, mapping, _Sent.of({name: list(map(str, v)) for name, v in content.items()}))
    except (ValueError, TypeError, AttributeError):
        return JsonResponse({"words": _("The answers could not be saved")}, status=400)
    except NotPossible as refusal:
        return JsonResponse({"words": refusal.reason}, status=409)
    return JsonResponse({"words": _said(saved)})


def _said(saved: writing.Saved) -> str:
    words = _("Saved %(clock)s") % {"clock": clock(timezone.now())}
    if saved.conflicts:
        return _("%(saved)s. Somebody else has answered a question meanwhile: press Save to see.") % {"saved": words}
    if saved.refused:
        return _("%(saved)s, but one answer could not be kept: press Save to see why.") % {"saved": words}
    return words


@dataclass(frozen=True)
class _Sent:
    """What a page sends: its answers, and what it knows of when it was opened."""

    given: dict[str, list[str]]
    opened: dict[str, str]
    page: str
    parts: list[uuid.UUID]
    keep: dict[str, str]

    @classmethod
    def of(cls, fields: Mapping[str, list[str]]) -> "_Sent":
        one = {name: (values or [""])[0] for name, values in fields.items()}
        opened = json.loads(one.get("opened") or "{}")
        codes = list(opened)  # also what is unticked: an empty box sends nothing
        return cls(
            {code: fields.get(code, []) for code in codes},
            {code: str(mark) for code, mark in opened.items()},
            str(one.get("page", ""))[:36],
            [uuid.UUID(each) for each in one.get("parts", "").split()[:2]],
            {name.removeprefix("keep-"): value for name, value in one.items() if name.startswith("keep-")},
        )


def _sent(posted) -> _Sent:
    try:
        return _Sent.of(dict(posted.lists()))
    except (ValueError, AttributeError):
        raise Http404 from None


def _save(viewer, mapping, sent: _Sent) -> writing.Saved:
    return writing.save(
        mapping=mapping,
        given=sent.given,
        opened=sent.opened,
        page=sent.page,
        parts=sent.parts,
        keep=sent.keep,
        by=viewer,
    )


@dataclass
class _Screen:
    """Everything the page of one section shows."""

    mapping: object
    whole: mapping_forms.Whole
    section: Section
    text: str
    sensitive: bool
    answers: dict[str, str]

    @classmethod
    def of(cls, request, mapping, code: str) -> "_Screen":
        whole = mapping_forms.whole(mapping)
        section = whole.section(code)
        if section is None:
            raise Http404
        asked = request.POST.get("text") or request.GET.get("text", "")
        text = asked if asked in TEXTS else ("en" if (get_language() or "").startswith("en") else "sv")
        sensitive = mappings.may(request.viewer, "write", mapping.participant, sensitive=True)
        screen = cls(mapping, whole, section, text, sensitive, {})
        screen.read_anew(request, mapping)
        return screen

    def read_anew(self, request, mapping) -> None:
        """The answers that stand; those kept apart are opened when this section asks for them."""
        self.answers = {code: row.value for code, row in mappings.standing(mapping).items()}
        if self.sensitive and any(question.compartment for question in self.section.questions):
            opened = writing.open_sensitive(mapping=mapping, by=request.viewer)
            self.answers |= {code: row.value for code, row in opened.items()}

    @property
    def questions(self) -> list[Question]:
        """The section's questions that this viewer may see."""
        return [each for each in self.section.questions if self.sensitive or not each.compartment]

    @property
    def after(self) -> Section | None:
        """The next section, or None at the end."""
        sections = self.whole.sections
        place = next(n for n, each in enumerate(sections) if each.code == self.section.code)
        return sections[place + 1] if place + 1 < len(sections) else None

    def new_questions(self, request, mapping, saved) -> str:
        """The code of the first question that only now shows and was not on the page; empty when script showed it."""
        if request.POST.get("shown") == "live":
            return ""
        before = set(request.POST.get("shown", "").split())
        self.read_anew(request, mapping)
        now = self._shown()
        return next((each.code for each in self.questions if each.code in now - before), "")

    def _shown(self) -> set[str]:
        return mapping_answers.shown(self.whole.questions, self.answers)

    def context(self, saved: writing.Saved | None, posted) -> dict:
        """What the template gets; after a refusal with what was typed."""
        form = AnswerForm(self.questions, self.answers, self.text, posted)
        shown = self._shown()
        if saved:
            form.is_valid()
            for code, reason in saved.refused.items():
                if code in form.fields:
                    form.add_error(code, reason)
        conflicts = saved.conflicts if saved else {}
        rows = [_row(self, form, question, shown, conflicts) for question in self.questions]
        opened = {
            each.code: mapping_answers.fingerprint(self.answers.get(each.code, ""))
            for each in self.questions
            if each.kind != "notice"
        }
        return {
            "mapping": self.mapping, "person": self.mapping.participant, "section": self.section, "text": self.text,
            "title": mapping_form.words(self.section, "", self.text),
            "intro": mapping_form.words(self.section, "intro", self.text),
            "form": form, "rows": rows, "wrong": bool(saved and (saved.refused or saved.conflicts)),
            "conflicts": len(conflicts),
            "opened": posted["opened"] if posted else json.dumps(opened),
            "page": posted.get("page", "") if posted else str(uuid.uuid4()),
            "parts": posted.get("parts", "") if posted else self._parts(),
            "shown": " ".join(each.code for each in self.questions if each.code in shown),
            "places": self._places(shown), "after": self.after,
            "number": next(n for n, each in enumerate(self.whole.sections, 1) if each.code == self.section.code),
        }  # fmt: skip

    def _parts(self) -> str:
        return " ".join(str(part.pk) for part in (self.whole.common_part, self.whole.own) if part)

    def _places(self, shown: set[str]) -> list[dict]:
        return [
            {
                "code": each.code,
                "title": mapping_form.words(each, "", self.text),
                "optional": each.optional,
                "current": each.code == self.section.code,
                "answered": sum(1 for q in each.questions if q.code in shown and self.answers.get(q.code)),
            }
            for each in self.whole.sections
        ]


def _row(screen: _Screen, form: AnswerForm, question: Question, shown: set[str], conflicts: Mapping) -> dict:
    theirs = conflicts.get(question.code)
    words = lambda name: mapping_form.words(question, name, screen.text)  # noqa: E731
    return {
        "question": question,
        "field": form[question.code] if question.code in form.fields else None,
        "words": words(""),
        "help": words("help"),
        "shown": question.code in shown,
        "values": " ".join(question.show_if.values) if question.show_if else "",
        "theirs": theirs,
        "their_words": value_words(question, theirs.value, screen.text) if theirs else "",
    }
