"""The check that every text has Swedish."""

import gettext
import io

import pytest

from script.checks import translations
from script.checks.translations import (
    BrokenCatalogue,
    Entry,
    broken_gaps,
    compiled,
    doubled,
    read_po,
    texts_in_source,
    untranslated,
)

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

#: somewhere
msgid "Save"
msgstr "Spara"

msgctxt "verb"
msgid "Close"
msgstr ""
"Avs"
"luta"

msgid "%(count)s person"
msgid_plural "%(count)s people"
msgstr[0] "%(count)s person"
msgstr[1] "%(count)s personer"

#, fuzzy
msgid "Guess"
msgstr "Gissning"

msgid "Nothing yet"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Borta"
"""


@pytest.fixture
def product(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "templates").mkdir()

    def write(name, source):
        (tmp_path / name).write_text(source)
        return {text.key for text in texts_in_source(tmp_path)}

    return write


def test_catalogue_is_read_with_context_plural_and_joined_lines():
    entries = {(entry.context, entry.msgid): entry for entry in read_po(PO)}
    assert entries["verb", "Close"].strings == {0: "Avsluta"}
    assert entries["", "%(count)s person"].strings == {0: "%(count)s person", 1: "%(count)s personer"}


def test_obsolete_entries_are_left_out():
    assert "Gone" not in [entry.msgid for entry in read_po(PO)]


@pytest.mark.parametrize("msgid", ["Guess", "Nothing yet"])
def test_guess_and_empty_entry_are_no_translations(msgid):
    assert not next(entry for entry in read_po(PO) if entry.msgid == msgid).is_translated


def test_line_that_cannot_be_read_is_named():
    with pytest.raises(BrokenCatalogue, match="line 2"):
        read_po('msgid "Save"\nnonsense\n')


def test_compiled_catalogue_is_understood_by_gettext():
    read = gettext.GNUTranslations(io.BytesIO(compiled(read_po(PO))))
    assert (read.gettext("Save"), read.pgettext("verb", "Close"), read.gettext("Guess")) == (
        "Spara",
        "Avsluta",
        "Guess",
    )
    assert read.ngettext("%(count)s person", "%(count)s people", 3) == "%(count)s personer"


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ('gettext("Save")', ("", "Save")),
        ('_("Save") % x', ("", "Save")),
        ('words.gettext_lazy("Sa" "ve")', ("", "Save")),
        ('pgettext("verb", "Close")', ("verb", "Close")),
        ('ngettext("one", "many", n)', ("", "one")),
    ],
)
def test_text_in_python_is_found(product, source, key):
    assert product("words.py", source) == {key}


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ('{% trans "Save" %}', ("", "Save")),
        ('{% translate "It\'s" %}', ("", "It's")),
        ('{% trans "Close" context "verb" %}', ("verb", "Close")),
        ("{% blocktrans %}Hello {{ name }}{% endblocktrans %}", ("", "Hello %(name)s")),
        ('{% panel _("Save") %}', ("", "Save")),
        ("{% blocktrans count n=n %}one{% plural %}many{% endblocktrans %}", ("", "one")),
    ],
)
def test_text_in_template_is_found(product, source, key):
    assert product("templates/page.html", source) == {key}


def test_text_without_swedish_is_told_once(product):
    product("words.py", '_("Save")\n_("New")\n_("New")')
    missing = untranslated(texts_in_source(translations.ROOT), read_po(PO))
    assert [text.msgid for text in missing] == ["New"]


def test_gap_that_the_text_lacks_is_an_error():
    assert broken_gaps([Entry(msgid="Hello %(name)s", strings={0: "Hej %(namn)s"})]) == ["Hello %(name)s"]


def test_a_text_that_stands_twice_is_an_error_and_another_context_is_not():
    once, again = Entry(msgid="Plan", strings={0: "Plan"}), Entry(msgid="Plan", strings={0: "Planera"})
    assert doubled([once, again]) == ["Plan"]
    assert doubled([once, Entry(context="verb", msgid="Plan", strings={0: "Planera"})]) == []
