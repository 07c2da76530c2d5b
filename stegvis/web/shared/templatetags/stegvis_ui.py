"""The components of every screen as template tags. README.md in stegvis/web/shared/ shows how to use them."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

register = template.Library()

SPRITE = "stegvis/vendor/lucide/icons.svg"
TONES = ("", "accent", "info", "success", "warning", "danger")


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """The icons that stand in the sprite."""
    sprite = Path(__file__).parent.parent / "static" / SPRITE
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', sprite.read_text(encoding="utf-8")))


def _checked_tone(tone: str) -> str:
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"unknown tone {tone!r}; use one of {', '.join(TONES[1:])}")
    return tone


def _component(component: str, /, **context) -> SafeString:
    return get_template(f"components/{component}.html").render(context)


def _trimmed(content: SafeString) -> SafeString:
    # rendered by the template engine and therefore escaped already; str.strip() would forget that
    return mark_safe(content.strip())  # noqa: S308


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One of the sprite's icons. Without a label it is decoration and hidden from screen readers."""
    return _icon(name, str(label), static(SPRITE))


@lru_cache(maxsize=512)
def _icon(name: str, label: str, sprite: str) -> SafeString:
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"there is no icon {name!r} in {SPRITE}")
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="sv-icon"{} {}><use href="{}#{}"></use></svg>', _turning(name), meaning, sprite, name
    )


def _turning(name: str) -> SafeString:
    """The name, for icons that point the other way in text from right to left (`layout.css`); a page holds forty."""
    turns = name.startswith(("arrow-", "chevron-")) or name == "log-out"
    return format_html(' data-icon="{}"', name) if turns else SafeString("")


@register.simple_tag
def chip(text, tone: str = "", icon: str = "", dot: bool = False) -> SafeString:
    """A short fact in a rounded field."""
    # written here and not in a template of its own: long lists hold two of them in each row
    shown = _icon(icon, "", static(SPRITE)) if icon else ""
    tone_part = f' data-tone="{_checked_tone(tone)}"' if tone else ""
    dot_part = " data-dot" if dot else ""
    return mark_safe(f'<span class="sv-chip"{tone_part}{dot_part}>{shown}{conditional_escape(text)}</span>')  # noqa: S308


@register.simple_block_tag
def page_heading(content, title, text: str = "", chips=(), back_url: str = "", back_text: str = "") -> SafeString:
    """The page's h1 with a line of text, chips and, as the content of the tag, its buttons (at most one primary)."""
    return _component(
        "page_heading",
        title=title,
        text=text,
        chips=chips,
        back_url=back_url,
        back_text=back_text,
        actions=_trimmed(content),
    )


@register.simple_block_tag
def panel(content, title="", note: str = "", url: str = "", url_text: str = "", id: str = "") -> SafeString:
    """A white panel, with an h2, a muted note or a link to the right of it, and whatever stands inside."""
    # written here and not in a template of its own, as `work_row`: the daily pages hold twenty of them
    name, head = escape(id or slugify(title) or "panel"), ""
    if title:
        beside = f"<small>{conditional_escape(note)}</small>" if note else ""
        if url:
            beside += f'<a href="{conditional_escape(url)}">{conditional_escape(url_text)}</a>'
        words = conditional_escape(title)
        head = f'<div class="sv-panel-head"><h2 id="{name}-title">{words}</h2>{beside}</div>'
    labelled = f' aria-labelledby="{name}-title"' if title else ""
    return mark_safe(f'<section class="sv-panel"{labelled} id="{name}">{head}{content}</section>')  # noqa: S308


@register.simple_tag
def key_figure(
    label, value, detail: str = "", url: str = "", url_text: str = "", suppressed: bool = False
) -> SafeString:
    """A large number with what it counts above and how it is made up below; inside <div class="sv-figures">."""
    return _component(
        "key_figure", label=label, value=value, detail=detail, url=url, url_text=url_text, suppressed=suppressed
    )


@register.simple_block_tag
def work_row(content, title, text: str = "", icon: str = "", tone: str = "accent", url: str = "") -> SafeString:
    """A row of <ul class="sv-work">: icon, what it is about, and its own action as the content of the tag."""
    sign = icon and f'<span class="sv-sign" data-tone="{_checked_tone(tone)}">{_icon(icon, "", static(SPRITE))}</span>'
    words = conditional_escape(title)
    if url:
        words = f'<a href="{conditional_escape(url)}">{words}</a>'
    more = f"<p>{conditional_escape(text)}</p>" if text else ""
    actions = content.strip() and f'<div class="sv-work-actions">{content.strip()}</div>'
    plain = "" if icon else " data-plain"
    return mark_safe(  # noqa: S308
        f'<li class="sv-work-row"{plain}>{sign}<div><h3>{words}</h3>{more}</div>{actions}</li>'
    )


@register.simple_tag
def facts(pairs) -> SafeString:
    """A list of (what, value) as a definition list. Values may be safe HTML; an empty one is said to be missing."""
    return _component("facts", pairs=list(pairs))


@register.simple_block_tag
def table(content, caption, id: str = "", stack: bool = False) -> SafeString:
    """A table that scrolls sideways inside itself, or with stack=True turns rows to cards on a phone (cells then need
    data-label). The content of the tag is thead, tbody and tfoot with scope on every th."""
    return _component("table", caption=caption, name=id or slugify(caption)[:40], stack=stack, content=content)


@register.simple_block_tag
def notice(content, tone: str = "info", title: str = "", live: bool = False) -> SafeString:
    """A notice with an icon. With live=True screen readers are told at once (for notices that arrive later)."""
    return _component("notice", tone=_checked_tone(tone), title=title, live=live, content=content)


@register.simple_block_tag
def empty(content, title, text: str = "") -> SafeString:
    """What stands where a list would be: why it is empty and, as the content of the tag, what can be done."""
    return _component("empty", title=title, text=text, actions=_trimmed(content))


@register.simple_block_tag
def dialog(content, id, title) -> SafeString:
    """A native dialog. Opened by <button data-opens="id">; buttons with data-closes inside close it."""
    return _component("dialog", name=id, title=title, content=content)


@register.simple_tag
def tabs(items, label) -> SafeString:
    """A choice between views of the same thing: items with text, url and current."""
    return _component("tabs", items=items, label=label)


@register.simple_tag
def steps(items) -> SafeString:
    """Steps in time: items with title, text and state (done, now, later)."""
    return _component("steps", items=items)


@register.simple_tag
def progress(now: int, total: int, text) -> SafeString:
    """How far a long form or a long job has come, in words and as a line."""
    return _component("progress", now=now, total=total, text=text)


@register.simple_tag
def pages(text: str = "", previous: str = "", next: str = "") -> SafeString:
    """Links to the page before and after in a list that is read by key; nothing when there is only one page."""
    return _component("pages", text=text, previous=previous, next=next)


@register.simple_tag
def suppressed(text: str = "") -> SafeString:
    """Stands in place of a number that is hidden because it could point out somebody."""
    return _component("suppressed", text=text)


@register.simple_tag
def form_errors(form) -> SafeString:
    """The summary of what must be corrected, with a link to each field; takes the focus. Nothing when all is well."""
    if not form.is_bound or form.is_valid():
        return SafeString("")
    wrong = [(field, _first_control(field), _lead(field)) for field in form if field.errors and not field.is_hidden]
    loose = list(form.non_field_errors()) + [e for field in form.hidden_fields() for e in field.errors]
    return _component("form_errors", wrong=wrong, loose=loose, count=len(wrong) + len(loose))


def _lead(field) -> str:
    """The label before its fault: `First day: …`, and a question keeps its own sign: `Where? …`."""
    label = str(field.label or "")
    return label and (f"{label} " if label.endswith("?") else f"{label}: ")


def _first_control(field) -> str:
    """The id of the control that a link to the field should reach."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def needs_mark(field) -> bool:
    """Should the field say that it must be filled in? Not in a form where every field must."""
    visible = field.form.visible_fields()
    return field.field.required and not all(other.field.required for other in visible)


@register.simple_tag
def draft(form_key: str) -> SafeString:
    """Attributes of a <form> whose text is kept on the server while it is written."""
    return format_html('data-draft="{}" data-draft-url="{}"', form_key, reverse("draft", args=[form_key]))
