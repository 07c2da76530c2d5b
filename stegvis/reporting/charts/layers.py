"""Shares of people over time as layers on each other: by which way they have left, and how many are still there."""

from collections.abc import Sequence

from stegvis.reporting.charts.drawing import Drawing, colour
from stegvis.reporting.charts.pictures import NARROW

_HEAD, _FOOT = 14, 48


def layers_picture(
    months: Sequence[float],
    layers: Sequence[tuple[str, str, Sequence[float]]],
    *,
    rest: tuple[str, str],
    axis: str,
    percent,
    width: int,
    title: str,
    description: str,
) -> Drawing:
    """Layers from below, each an outcome's colour, its words and its share (0–1) at each month; `rest` lies on top.

    `percent` says a share in words. Words stand at the right end of their layer, or under the picture on a phone.
    """
    narrow = width < NARROW
    height, left, right = (300, 44, 10) if narrow else (380, 52, 260)
    every = [*layers, (*rest, [1 - sum(shares[place] for _g, _w, shares in layers) for place in range(len(months))])]
    drawing = Drawing(width, height + (24 * len(every) + 4 if narrow else 0), title, description)
    room, deep = width - left - right, height - _HEAD - _FOOT

    def at(month: float, share: float) -> tuple[float, float]:
        return left + month / months[-1] * room, _HEAD + (1 - share) * deep

    floor = [0.0] * len(months)
    ends: list[tuple[float, str, str, str]] = []
    for group, label, shares in every:
        top = [below + share for below, share in zip(floor, shares, strict=True)]
        edge = [at(month, share) for month, share in zip(months, top, strict=True)]
        foot = [at(month, share) for month, share in zip(months, floor, strict=True)]
        drawing.area([*edge, *reversed(foot)], colour(f"outcome-{group}"), outline=colour("panel"))
        ends.append(((edge[-1][1] + foot[-1][1]) / 2, group, label, percent(shares[-1])))
        floor = top
    for tenth in range(0, 11, 2):
        drawing.say(left - 8, at(0, tenth / 10)[1], f"{tenth * 10} %", fill="muted", size=12, align="right")
    for month in months:
        x, y = at(month, 0)
        drawing.line(x, y, x, y + 5, colour("line-strong"))
        drawing.say(x, y + 15, f"{month:g}", fill="muted", size=12, align="center")
    drawing.say(left + room / 2, at(0, 0)[1] + 35, axis, fill="muted", size=12, align="center")
    if narrow:
        _legend(drawing, ends, height + 10)
    else:
        _ends(drawing, ends, left + room + 12)
    return drawing


def _ends(drawing: Drawing, ends: Sequence[tuple[float, str, str, str]], x: float) -> None:
    """The words beside the layers, pushed apart so that none stands on another; a line leads to those that moved."""
    least, places = 20.0, []
    for y, *_rest in ends:  # from the lowest layer upwards
        places.append(min(y, places[-1] - least) if places else y)
    if places and places[0] - places[-1] and places[-1] < 10:  # pushed out at the top: push back down
        places[-1] = 10.0
        for number in range(len(places) - 2, -1, -1):
            places[number] = max(places[number], places[number + 1] + least)
    for (y, group, label, share), place in zip(ends, places, strict=True):
        drawing.line(x - 10, y, x + 4, place, colour("line-strong"))
        drawing.box(x + 6, place - 6, 12, 12, colour(f"outcome-{group}"), outline=colour("line-strong"))
        drawing.say(x + 26, place, f"{label}, {share}", size=13)


def _legend(drawing: Drawing, ends: Sequence[tuple[float, str, str, str]], top: float) -> None:
    for number, (_y, group, label, share) in enumerate(reversed(ends)):
        y = top + 24 * number
        drawing.box(4, y - 6, 12, 12, colour(f"outcome-{group}"), outline=colour("line-strong"))
        drawing.say(24, y, f"{label}, {share}", size=12)
