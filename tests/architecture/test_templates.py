"""Guards of the templates: nothing inline that the Content-Security-Policy refuses, every word can be translated."""

import re
from html.parser import HTMLParser

import pytest

from tests.architecture.tree import lines_matching, templates, text

STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
EVENT = re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.IGNORECASE | re.DOTALL)
FOREIGN = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
VALUE_BLOCK = re.compile(r"\{%\s*block\s+\w+\s*%\}[a-z-]+\{%\s*endblock\b.*?%\}")  # fills an attribute, as a class
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "label"}
NAMES = {"Stegvis"}  # the same in every language

each_template = pytest.mark.parametrize("path", templates(), ids=str)


class _Words(HTMLParser):
    """Collects words that a person would read. Code, and what is marked `translate="no"` or `lang`, is passed over."""

    QUIET = ("script", "style", "code", "kbd", "samp")
    VOID = ("br", "img", "input", "hr", "meta", "link", "source", "col", "wbr", "area", "path", "use", "circle", "line")

    def __init__(self):
        super().__init__()
        self.open: list[bool] = []
        self.found: list[str] = []

    @property
    def is_quiet(self) -> bool:
        return any(self.open)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        quiet = tag in self.QUIET or attributes.get("translate") == "no" or attributes.get("lang")
        if not (quiet or self.is_quiet):
            self._hear(*(value or "" for name, value in attrs if name in SPOKEN))
        if tag not in self.VOID:
            self.open.append(bool(quiet))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if self.open and tag not in self.VOID:
            self.open.pop()

    def handle_data(self, words):
        if not self.is_quiet:
            self._hear(words)

    def _hear(self, *texts):
        self.found += [t.strip() for t in texts if WORD.search(t) and not set(WORD.findall(t)) <= NAMES]


def untranslated_words(source: str) -> list[str]:
    """Words in the template's source that stand outside every translation tag."""
    for pattern in (COMMENT, TRANSLATED, VALUE_BLOCK, TAG):
        source = pattern.sub("", source)
    reader = _Words()
    reader.feed(source)
    reader.close()
    return reader.found


@each_template
def test_no_inline_style(path):
    assert lines_matching(STYLE, path) == []


@each_template
def test_no_inline_event(path):
    assert lines_matching(EVENT, path) == []


@each_template
def test_no_inline_script(path):
    inline = [
        found["body"].strip()[:60]
        for found in SCRIPT.finditer(text(path))
        if found["body"].strip() and 'type="application/json"' not in found["attributes"]
    ]
    assert inline == []


@each_template
def test_nothing_comes_from_another_host(path):
    assert lines_matching(FOREIGN, path) == []


@each_template
def test_every_word_can_be_translated(path):
    assert untranslated_words(text(path)) == []


def test_there_are_templates_to_guard():
    assert templates()


@pytest.mark.parametrize(
    "source",
    ["<p>Hello</p>", '<img alt="Hello">', "{% if a %}<b>Hello</b>{% endif %}", "<a>{{ name }} says</a>"],
)
def test_the_guard_hears_a_bare_word(source):
    assert untranslated_words(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p>{% trans "Hello" %}</p>',
        "{% blocktrans %}Hello <b>you</b>{% endblocktrans %}",
        "{# Hello #}<code>Hello</code>",
        '<span translate="no">FSLA</span>',
        '<button lang="sv">Svenska</button>',
        '<input aria-label="{% translate "Hello" %}">',
        "<b>Stegvis</b> · {{ page }}",
        "{% block width %}narrow{% endblock %}",
    ],
)
def test_the_guard_lets_a_translated_word_pass(source):
    assert untranslated_words(source) == []
