"""Words for the pages of activities."""

from django import template
from django.utils.translation import gettext as _

from stegvis.casework import vocabulary
from stegvis.casework.vocabulary import plan
from stegvis.web.shared.words import day_short, decimal
from stegvis.web.staff.templatetags.staff_words import aside

register = template.Library()

_LISTS = {
    "absence": vocabulary.ABSENCE_REASONS,
    "interpreter": vocabulary.INTERPRETER_STATES,
    "kind": vocabulary.ACTIVITY_KINDS,
    "mode": vocabulary.ACTIVITY_MODES,
    "notice": vocabulary.ACTIVITY_NOTICES,
    "wish": vocabulary.WISH_KINDS,
    "wish_state": vocabulary.WISH_STATES,
    "track": plan.TRACKS,
}
#: The colour that stands for a track beside a line; the words say the same.
_ABOUT = {"health": "health", "study": "study", "work": "work", "internal": "contact"}


@register.filter
def activity_term(code: str, vocabulary_name: str) -> str:
    """The word for a stored code of one of the lists of activities; empty for an empty code."""
    return _LISTS[vocabulary_name].label(code) if code else ""


@register.filter
def about(track: str) -> str:
    """The name of the colour of a track."""
    return _ABOUT.get(track, "contact")


@register.filter
def may_take(viewer) -> bool:
    """May the viewer note attendance at all?"""
    return viewer.may("attendance", "change")


@register.filter
def activity_chips(activity) -> list:
    """Track, kind, and what stands out."""
    chips = [{"text": activity_term(activity.track, "track"), "dot": True}, activity_term(activity.kind, "kind")]
    if activity.open_to_others:
        chips.append(_("Open to other units"))
    if activity.compulsory:
        chips.append(_("May be required"))
    if activity.retired_on:
        chips.append({"text": _("Not in the catalogue since %s") % day_short(activity.retired_on), "tone": "warning"})
    return chips


@register.filter
def activity_facts(activity) -> list:
    """What and value, for the list of facts; only what is said."""
    language = vocabulary.LANGUAGES.label(activity.language)
    pairs = [
        (_("Unit"), activity.unit.name),
        (_("How do you meet?"), activity_term(activity.mode, "mode")),
        (_("Room"), activity.room.name if activity.room_id else ""),
        (_("Place"), aside(activity.place) if activity.place else ""),
        (_("Led by"), aside(activity.led_by) if activity.led_by else ""),
        (_("Language"), language),
        (_("Places"), activity.capacity),
        (_("Minutes"), activity.minutes),
        (_("Ordered by"), activity.ordered_by and aside(activity.ordered_by)),
        (_("Adaptations"), activity.adaptations and aside(activity.adaptations)),
    ]
    return [(what, value) for what, value in pairs if value]


@register.filter
def session_chips(session) -> list:
    """Track, way to meet, and how it stands."""
    chips = [
        {"text": activity_term(session.activity.track, "track"), "dot": True},
        activity_term(session.mode, "mode"),
    ]
    if session.state == "cancelled":
        chips.append({"text": _("Cancelled"), "tone": "warning", "icon": "ban"})
    elif session.attendance_at:
        chips.append({"text": _("Attendance taken"), "tone": "success", "icon": "check"})
    return chips


@register.filter
def session_facts(session) -> list:
    """What and value, for the list of facts; only what is said."""
    room = session.room
    pairs = [
        (_("Unit"), session.activity.unit.name),
        (_("Topic"), session.topic and aside(session.topic)),
        (_("Room"), room.name if room else ""),
        (_("To get in"), room.access_note if room else ""),
        (_("Place"), session.place and aside(session.place)),
        (_("Getting there"), session.travel and aside(session.travel)),
        (_("Led by"), session.led_by and aside(session.led_by)),
        (_("Language"), vocabulary.LANGUAGES.label(session.activity.language)),
        (_("Safety at a home visit"), session.safety_note and aside(session.safety_note)),
        (_("Staff who took part"), session.staff_present or ""),
    ]
    return [(what, value) for what, value in pairs if value]


@register.filter
def seat_words(seat) -> str:
    """How somebody stands in a session: attendance when it is noted, else what one should know beforehand."""
    row, parts = seat.attendance, []
    if row and row.state == "present":
        parts.append(_("Present, %(minutes)s minutes") % {"minutes": row.minutes})
        if row.before or row.after:
            parts.append(
                _("felt %(before)s before, %(after)s after") % {"before": row.before or "–", "after": row.after or "–"}
            )
    elif row:
        parts.append(_("Away: %(reason)s") % {"reason": activity_term(row.reason, "absence")})
    if seat.booking.compulsory:
        parts.append(_("required by somebody else"))
    if seat.unit and seat.unit.pk != seat.booking.session.activity.unit_id:
        parts.append(seat.unit.name)
    if not row and seat.participant.interpreter:
        parts.append(
            _("interpreter: %(language)s") % {"language": vocabulary.LANGUAGES.label(seat.participant.language)}
        )
    return " · ".join(parts) or _("Booked %s") % day_short(seat.booking.booked_at)


@register.filter
def as_hours(minutes: int) -> str:
    """Minutes as hours with one decimal."""
    return decimal(minutes / 60)


@register.filter
def mark_words(row) -> str:
    """One mark of attendance in words."""
    if row.state == "present":
        return _("Present, %(minutes)s minutes") % {"minutes": row.minutes}
    return _("Away: %(reason)s") % {"reason": activity_term(row.reason, "absence")}
