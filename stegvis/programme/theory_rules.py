"""What may stand in a theory of change, an evaluation plan and a finding. No queries: what is judged is passed in."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from stegvis.base.decision import NotPossible
from stegvis.base.vocabulary import Vocabulary
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.definitions import DefinitionError
from stegvis.programme.figures import Figure
from stegvis.programme.theory_chart import in_order
from stegvis.programme.theory_words import LAYERS

#: Longest texts, in characters.
NAME, LINE, TEXT, PARAGRAPH = 100, 300, 1000, 2000
#: So many boxes fit into a layer before nobody reads it any more, and so many assumptions into a theory.
MOST_BOXES, MOST_ASSUMPTIONS = 8, 60
#: The largest number that is noted.
LARGEST = 2_000_000_000
#: A theory reaches no further than this from today, either way.
FARTHEST = dt.timedelta(days=366 * 30)


def written(text: str, field: str, most: int, *, required: bool = False) -> str:
    """The text as it is stored: no control characters, no empty lines in a row, line breaks kept.

    Raises NotPossible when it is empty though required, or longer than `most` characters.
    """
    plain = "".join(char for char in str(text or "").replace("\r\n", "\n") if char == "\n" or char.isprintable())
    plain = re.sub(r"\n{3,}", "\n\n", plain).strip()
    if len(plain) > most:
        words = _("The text is too long: at most %(most)s characters.") % {"most": most}
        raise NotPossible(words, field=field, code="too_long")
    if required and not plain:
        raise NotPossible(_("Write a few words."), field=field, code="required")
    return plain


def one_line(text: str, field: str, most: int, *, required: bool = False) -> str:
    """As `written`, on one line."""
    return written(" ".join(str(text or "").split()), field, most, required=required)


def known(code: str, words: Vocabulary, field: str) -> str:
    """The code when it is a word of the list. Raises NotPossible."""
    if code not in words:
        raise NotPossible(_("Choose one of the words in the list."), field=field, code="unknown_word")
    return code


def day_in_reach(day: dt.date | None, field: str, *, today: dt.date, over: bool = False) -> dt.date | None:
    """The day when it is within thirty years of today and, if it must be `over`, no later than today."""
    if day is None:
        return None
    if over and day > today:
        raise NotPossible(_("The day has not come yet."), field=field, code="in_the_future")
    if abs(day - today) > FARTHEST:
        raise NotPossible(_("The date is far away. Is the year right?"), field=field, code="far_away")
    return day


def figure(text: str, field: str, own: set[str]) -> str:
    """The pointer in its own form. Raises NotPossible when there is no such figure. `own`: the project's own pointers,
    to its goals and own indicators."""
    if not text:
        return ""
    found = Figure.read(text)
    if found is None or not (_counted(found) if found.indicator else str(found) in own):
        raise NotPossible(_("Choose one of the figures in the list."), field=field, code="unknown_figure")
    return str(found)


def _counted(wanted: Figure) -> bool:
    definition = INDICATORS[wanted.indicator]
    try:
        base = definition.chosen_base(wanted.base)
    except DefinitionError:
        return False
    return str(base or "") == wanted.base and wanted.cell in (definition.cells_on(base) or ("",))


def noted(told: dict, *, threshold: int) -> None:
    """May these numbers of a box stand there? Raises NotPossible.

    A small number of people noted by hand could point at somebody, whatever the gate says about our own numbers.
    """
    for name in ("planned", "reached"):
        if told[name] is not None and not 0 <= told[name] <= LARGEST:
            raise NotPossible(_("Write a whole number that is not negative."), field=name, code="out_of_range")
    of = Figure.read(told["figure"])
    if of and of.is_share and told["planned"] is not None and told["planned"] > 100:
        words = _("This figure is read in percent: write at most 100.")
        raise NotPossible(words, field="planned", code="out_of_range")
    if told["reached"] is None:
        return
    if of:
        words = _("The box has a live figure already. Take one of the two away.")
        raise NotPossible(words, field="reached", code="two_figures")
    if told["reached_on"] is None:
        raise NotPossible(_("Say which day it was counted."), field="reached_on", code="required")
    if not told["reached_source"]:
        raise NotPossible(_("Say where the number comes from."), field="reached_source", code="required")
    if told["of_people"] and 0 < told["reached"] < threshold:
        words = _("So few people can be recognised. Leave the number out until there are at least %(least)s.")
        raise NotPossible(words % {"least": threshold}, field="reached", code="too_few")


def arrow(source: str, target: str) -> None:
    """May a box of layer `source` lead to one of layer `target`? Arrows go on to a later layer, so never in a ring."""
    if in_order(source) >= in_order(target):
        words = _("An arrow goes from “%(source)s” to a later part of the chart, not to “%(target)s”.")
        told = {"source": LAYERS.label(source), "target": LAYERS.label(target)}
        raise NotPossible(words % told, field="leads_to", code="backwards")


def finding(told: dict) -> None:
    """Does the finding hang together? Raises NotPossible."""
    if told["decision"] and told["follow_up_on"] is None:
        words = _("Say when you will look whether the decision helped.")
        raise NotPossible(words, field="follow_up_on", code="required")
    if told["result"] and not told["decision"]:
        words = _("Write first what you decided. Then what came of it can be followed up.")
        raise NotPossible(words, field="decision", code="required")
    if told["result"] and told["followed_up_on"] is None:
        raise NotPossible(_("Say which day you followed it up."), field="followed_up_on", code="required")
    if told["followed_up_on"] is not None and not told["result"]:
        raise NotPossible(_("Write what came of it."), field="result", code="required")
    if told["followed_up_on"] and told["followed_up_on"] < told["seen_on"]:
        words = _("The follow-up comes before the day it was seen.")
        raise NotPossible(words, field="followed_up_on", code="ends_before_start")
    if told["set_aside"] and told["result"]:
        words = _("What has been followed up cannot be set aside as well.")
        raise NotPossible(words, field="set_aside", code="wrong_state")
