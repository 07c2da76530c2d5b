"""A page of several small forms, each in a panel of its own that says what stands there now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stegvis.base.decision import NotPossible
from stegvis.web.staff import refusals


@dataclass(frozen=True)
class Line:
    """Something that stands there: words, more words, and perhaps a button that ends it (`do` and the row's id)."""

    title: str
    text: str = ""
    do: str = ""
    row_id: str = ""
    button: str = ""
    tone: str = "accent"


@dataclass
class Panel:
    """What stands there now (`lines`), and the form that adds to it; `form` is None for who may only read.

    `form_class` takes data, `initial` and `prefix`; `act` gets the cleaned answers. `fields`: as of `refusals.show`.
    """

    name: str
    title: str
    lines: Sequence[Line]
    form_class: type | None = None
    act: Callable[[dict], object] | None = None
    button: str = ""
    nothing: str = ""
    initial: dict | None = None
    note: str = ""
    icon: str = "list"
    form: object = None

    def send(self, posted) -> bool:
        """Act on what was sent to this panel. False: the form says what is wrong, and what was typed stays."""
        self.form = self.form_class(posted, prefix=self.name)
        if not self.form.is_valid():
            return False
        try:
            self.act(self.form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(self.form, refusal)
            return False
        return True

    def open(self) -> None:
        """Show the form empty, unless something was sent to it."""
        if self.form is None and self.form_class is not None:
            self.form = self.form_class(initial=self.initial or {}, prefix=self.name)

    @property
    def wrong(self) -> bool:
        """Was something sent here that could not be saved?"""
        return bool(self.form is not None and self.form.is_bound)
