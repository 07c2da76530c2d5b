"""The sides of a form's fields when two have written: what I typed, what stands there now, what I opened.

Values are compared as they would be sent: texts, lists of texts, or yes and no.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

_MISSING = object()


@dataclass(frozen=True)
class Side:
    """One field. `fact` is its name in the log; `words` writes a value for reading."""

    label: str
    stands: object
    mine: object
    opened: object
    words: Callable[[object], str]
    fact: str

    def verdict(self) -> str:
        """Whose the field is: `same`, `mine` or `theirs` (only one has changed it), `both` (differently)."""
        if self.mine == self.stands:
            return "same"
        if self.opened is _MISSING or self.mine == self.opened:
            return "theirs"
        return "mine" if self.stands == self.opened else "both"


def _plain(value) -> object:
    """A value as JSON and as it compares: yes or no, a sorted list of texts, or a text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple | set):
        return sorted(str(getattr(each, "pk", each)) for each in value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"  # as it is sent
    return "" if value is None else str(getattr(value, "pk", value)).strip()


class Part:
    """One form. `facts` names fields where the log has another name for them.

    `instead` says what a field that is drawn empty stands for, such as a masked number: {name: text}. Sent empty it
    means "as it was".
    """

    def __init__(self, form: forms.Form, *, facts: dict[str, str] | None = None, instead: dict[str, str] | None = None):
        self.form = form
        self.facts = facts or {}
        self.instead = instead or {}
        # what stands in the record, before a draft is put in (a bound field would remember its first initial value)
        self.present = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}

    @property
    def drafted(self) -> list[forms.Form]:
        """The forms a draft is put back into."""
        return [self.form]

    def sides(self, opened: dict | None = None) -> dict[str, Side]:
        """Every field that is typed or chosen in, by the name it is sent under."""
        return {bound.html_name: self._side(bound, opened) for bound in self.form if not bound.is_hidden}

    def _side(self, bound: forms.BoundField, opened: dict | None) -> Side:
        stands = self.instead.get(bound.name, _plain(self.present[bound.name]))
        was = (opened or {}).get(bound.html_name)
        mine = stands
        if self.form.is_bound:
            mine = self._typed(bound)
            if bound.name in self.instead and mine == "":
                mine = was[1] if was else stands
        return Side(
            str(bound.label or (was and was[0]) or bound.name),
            stands,
            mine,
            was[1] if was else _MISSING,
            lambda value: words_of(bound.field, value),
            self.facts.get(bound.name, bound.name),
        )

    @staticmethod
    def _typed(bound: forms.BoundField) -> object:
        return _plain(_cleaned(bound.field, bound.data))

    def take_theirs(self, sent, name: str) -> None:
        """Write what stands in the record over what was sent."""
        bound = next(each for each in self.form if each.html_name == name)
        sent.setlist(name, [] if bound.name in self.instead else _as_sent(_plain(self.present[bound.name])))

    def settle(self, sent) -> None:
        """After all fields of the part have been decided. Nothing to do for a plain form."""

    def _drafted(self, bound: forms.BoundField):
        return self.form.get_initial_for_field(bound.field, bound.name)

    def keep_only_typed(self, opened: dict) -> None:
        """A draft of an older version: fields that were left alone show what stands there now."""
        for bound in self.form:
            was = opened.get(bound.html_name)
            if was and _plain(_cleaned(bound.field, self._drafted(bound))) == was[1]:
                self.form.initial[bound.name] = self.present[bound.name]


class Rows(Part):
    """A form set whose rows are a list of things, such as ways to reach somebody.

    A row is known by its `key` fields; `label` and `words` write a row for reading. Added, removed and changed rows are
    compared one by one; rows may have a field `remove`.
    """

    def __init__(
        self,
        form: forms.BaseFormSet,
        *,
        key: tuple[str, ...],
        fact: str,
        label: Callable[[dict], str],
        words: Callable[[dict], str],
    ):
        self.form, self.key, self.fact, self.label, self.words = form, key, fact, label, words
        self._theirs: set[str] = set()
        names = [name for name in form.form.base_fields if name != "remove"]
        self._rows = {}
        for row in form.initial or []:
            self._rows[self._name(row)] = {name: row.get(name, "") for name in names}

    @property
    def drafted(self) -> list[forms.Form]:
        return self.form.forms

    def _name(self, row: dict) -> str:
        return ":".join((self.form.prefix, *(str(row.get(name) or "") for name in self.key)))

    def _typed_rows(self) -> dict[str, dict]:
        if not self.form.is_bound:
            return self._rows
        rows = {}
        for each in self.form.forms:
            row = {bound.name: _plain(_cleaned(bound.field, bound.data)) for bound in each}
            if not row.pop("remove", False) and row[self.key[-1]]:
                rows[self._name(row)] = row
        return rows

    def sides(self, opened: dict | None = None) -> dict[str, Side]:
        mine, found = self._typed_rows(), {}
        was = {name: each for name, each in (opened or {}).items() if name.startswith(f"{self.form.prefix}:")}
        for name in dict.fromkeys((*was, *self._rows, *mine)):
            row = mine.get(name) or self._rows.get(name) or json.loads(was[name][1])
            found[name] = Side(
                self.label(row),
                _as_text(self._rows.get(name)),
                _as_text(mine.get(name)),
                was[name][1] if name in was else "",
                lambda text: self.words(json.loads(text)) if text else _("Nothing"),
                self.fact,
            )
        return found

    def take_theirs(self, sent, name: str) -> None:
        self._theirs.add(name)

    def settle(self, sent) -> None:
        """Write the rows anew, when any of them is the other's."""
        if not self._theirs:
            return
        mine = self._typed_rows()
        chosen = {name: (self._rows if name in self._theirs else mine).get(name) for name in (*self._rows, *mine)}
        rows = [row for row in chosen.values() if row]
        for name in [name for name in sent if name.startswith(f"{self.form.prefix}-")]:
            del sent[name]
        sent[f"{self.form.prefix}-TOTAL_FORMS"] = str(len(rows) + 1)
        # as many as there are: a form set skips further rows that read as the stored row at their place
        sent[f"{self.form.prefix}-INITIAL_FORMS"] = str(len(rows))
        for number, row in enumerate(rows):
            for name, value in row.items():
                sent.setlist(f"{self.form.prefix}-{number}-{name}", _as_sent(_plain(value)))

    def keep_only_typed(self, opened: dict) -> None:
        """A draft of an older version stays as it was typed: rows have no place that lasts."""


def _as_text(row: dict | None) -> str:
    return json.dumps({name: _plain(row[name]) for name in sorted(row)}, ensure_ascii=False) if row else ""


def _as_sent(value) -> list[str]:
    if isinstance(value, bool):
        return ["on"] if value else []
    return list(value) if isinstance(value, list) else [value]


def _cleaned(field: forms.Field, value):
    """The value as the field understands it, or as it was typed when it does not."""
    if isinstance(field, forms.BooleanField | forms.IntegerField | forms.DateField | forms.TimeField):
        try:
            return field.to_python(value)
        except forms.ValidationError:
            return value
    return value


def words_of(field: forms.Field, value) -> str:
    """A value for reading: the words of choices, yes or no, and "nothing" for an empty one."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value in (True, "True", "on") else _("No")
    if value in ("", [], None):
        return _("Nothing")
    values = value if isinstance(value, list) else [value]
    choices = dict(_flat(getattr(field, "choices", ())))
    return ", ".join(str(choices.get(str(each), each)) for each in values)


def _flat(choices: Iterable) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)
