"""Which texts of the product have no Swedish, and is the compiled catalogue the newest?

Works without the gettext programs: texts are read from Python's syntax tree and Django's template lexer.
"""

import ast
import gettext
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

from script.checks.steps import ROOT

PRODUCT = ROOT / "stegvis"
CATALOGUE = PRODUCT / "locale" / "sv" / "LC_MESSAGES" / "django.po"
# the function's name -> how many of its first arguments make up the key, and what they are
CALLS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_"), ("text",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("text", "plural")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "text")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "text", "plural")),
}
IN_TEMPLATE = re.compile(r"\b(n?p?gettext|_)\(((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?\s*)+)")


@dataclass(frozen=True)
class Text:
    """A text in the source: its key in the catalogue (context, msgid) and where it stands."""

    context: str
    msgid: str
    plural: str
    place: str

    @property
    def key(self) -> tuple[str, str]:
        """What the catalogue knows it by."""
        return self.context, self.msgid


@dataclass
class Entry:
    """One entry of a .po file; several `strings` when it has a plural."""

    context: str = ""
    msgid: str = ""
    plural: str = ""
    strings: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def is_translated(self) -> bool:
        """Every form is filled in, and nobody has marked it as a guess."""
        return bool(self.strings) and all(self.strings.values()) and not self.fuzzy


# --- texts in the source ------------------------------------------------------------------------------------------
def _of_call(name: str, arguments: list[str], place: str) -> Text | None:
    parts = dict(zip(CALLS[name], arguments, strict=False))
    if "text" not in parts or not parts["text"]:
        return None
    return Text(parts.get("context", ""), parts["text"], parts.get("plural", ""), place)


def _constants(arguments: list[ast.expr]) -> list[str]:
    """The leading arguments that are plain strings."""
    found = []
    for argument in arguments:
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            break
        found.append(argument.value)
    return found


def _in_python(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in CALLS and (text := _of_call(name, _constants(node.args), f"{path.relative_to(ROOT)}:{node.lineno}")):
            yield text


def _in_template(path: Path) -> Iterator[Text]:
    source = templatize(path.read_text(), origin=str(path))
    for found in IN_TEMPLATE.finditer(source):
        arguments = list(ast.literal_eval(f"({found[2].rstrip().rstrip(',')},)"))
        place = f"{path.relative_to(ROOT)}:{source.count(chr(10), 0, found.start()) + 1}"
        if text := _of_call(found[1], arguments, place):
            yield text


def texts_in_source(product: Path = PRODUCT) -> list[Text]:
    """Every text marked for translation in the product's Python and templates."""
    found: list[Text] = []
    for path in sorted(product.rglob("*.py")):
        found.extend(_in_python(path))
    for path in sorted(p for p in product.rglob("*") if p.suffix in (".html", ".txt") and "templates" in p.parts):
        found.extend(_in_template(path))
    return found


# --- the catalogue ------------------------------------------------------------------------------------------------
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)?\s*(".*")$')


class BrokenCatalogue(ValueError):
    """The .po file has a line that is neither a comment, a keyword nor a string."""


def read_po(source: str) -> list[Entry]:
    """The entries of a .po file, obsolete ones (`#~`) left out. Raises BrokenCatalogue with the line's number."""
    entries: list[Entry] = []
    current, slot = Entry(), ""
    for number, raw in enumerate(source.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            if slot:
                entries.append(current)
                current, slot = Entry(), ""
            if line.startswith("#,") and "fuzzy" in line:
                current.fuzzy = True
            continue
        if not (found := KEYWORD.match(line)) or not (found[1] or slot):
            raise BrokenCatalogue(f"line {number}: {line[:60]}")
        if (found[1] == "msgctxt" or (found[1] == "msgid" and slot != "msgctxt")) and slot:
            entries.append(current)
            current = Entry()
        slot = found[1] or slot
        _add(current, slot, ast.literal_eval(found[3]))
    return [*entries, current] if slot else entries


def _add(entry: Entry, slot: str, piece: str) -> None:
    if slot.startswith("msgstr"):
        form = int(slot[7]) if "[" in slot else 0
        entry.strings[form] = entry.strings.get(form, "") + piece
        return
    name = {"msgctxt": "context", "msgid": "msgid", "msgid_plural": "plural"}[slot]
    setattr(entry, name, getattr(entry, name) + piece)


def compiled(entries: list[Entry]) -> bytes:
    """The entries as the .mo file that gettext reads: sorted, untranslated and fuzzy ones left out."""
    pairs = []
    for entry in entries:
        if not entry.is_translated:
            continue
        key = (f"{entry.context}\x04" if entry.context else "") + entry.msgid
        if entry.plural:
            key += f"\0{entry.plural}"
        pairs.append((key.encode(), "\0".join(entry.strings[i] for i in sorted(entry.strings)).encode()))
    pairs.sort()
    count, header = len(pairs), 28
    keys_at, values_at = header, header + 8 * count
    offset = header + 16 * count
    tables: list[bytes] = []
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), offset))
            offset += len(pair[column]) + 1
    body = b"".join(pair[column] + b"\0" for column in (0, 1) for pair in pairs)
    return struct.pack("<7I", 0x950412DE, 0, count, keys_at, values_at, 0, offset) + b"".join(tables) + body


# --- the checks ---------------------------------------------------------------------------------------------------
def untranslated(texts: list[Text], entries: list[Entry]) -> list[Text]:
    """The first place of each text that has no Swedish."""
    known = {(e.context, e.msgid) for e in entries if e.is_translated}
    first: dict[tuple[str, str], Text] = {}
    for text in texts:
        if text.key not in known:
            first.setdefault(text.key, text)
    return list(first.values())


def _named_gaps(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text)) | set(re.findall(r"(?<!\{)\{(\w*)\}", text))


def broken_gaps(entries: list[Entry]) -> list[str]:
    """Translations that name a gap, such as %(count)s or {name}, which their text does not have."""
    return [
        entry.msgid
        for entry in entries
        if entry.msgid
        and any(_named_gaps(s) - _named_gaps(entry.msgid) - _named_gaps(entry.plural) for s in entry.strings.values())
    ]


def doubled(entries: list[Entry]) -> list[str]:
    """Texts that stand in the catalogue more than once: only the last one would be shown."""
    seen: set[tuple[str, str]] = set()
    twice = []
    for entry in entries:
        key = (entry.context, entry.msgid)
        if key in seen:
            twice.append(entry.msgid)
        seen.add(key)
    return twice


def _meaning(mo: bytes | Path) -> dict:
    import io

    stream = io.BytesIO(mo) if isinstance(mo, bytes) else mo.open("rb")
    with stream:
        return gettext.GNUTranslations(stream)._catalog


def _as_po(text: Text) -> str:
    def quoted(value: str) -> str:
        escaped = value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n").replace("\t", r"\t")
        return f'"{escaped}"'

    lines = [f"#: {text.place}"]
    lines += [f"msgctxt {quoted(text.context)}"] if text.context else []
    lines.append(f"msgid {quoted(text.msgid)}")
    forms = ['msgstr[0] ""', 'msgstr[1] ""'] if text.plural else ['msgstr ""']
    lines += [f"msgid_plural {quoted(text.plural)}"] if text.plural else []
    return "\n".join([*lines, *forms, ""])


def problems() -> list[str]:
    """Everything wrong with the Swedish, one line each; empty when all is well."""
    texts = texts_in_source()
    if not texts:
        return ["no text marked for translation was found in the product"]
    if not CATALOGUE.exists():
        return [f"{CATALOGUE.relative_to(ROOT)} is missing ({len({t.key for t in texts})} texts wait for it)"]
    entries = read_po(CATALOGUE.read_text())
    found = [f"no Swedish for {text.msgid[:80]!r} ({text.place})" for text in untranslated(texts, entries)]
    found += [f"the Swedish names a gap that the text lacks: {msgid[:80]!r}" for msgid in broken_gaps(entries)]
    found += [f"stands in the catalogue more than once: {msgid[:80]!r}" for msgid in doubled(entries)]
    mo = CATALOGUE.with_suffix(".mo")
    if not mo.exists() or _meaning(mo) != _meaning(compiled(entries)):
        found.append(f"{mo.relative_to(ROOT)} is older than its .po: script/translations compile")
    return found


def main(arguments: list[str]) -> int:
    """check, missing or compile."""
    import django
    from django.conf import settings

    if not settings.configured:  # Django's template lexer asks for settings; none of ours matter to it
        settings.configure(USE_I18N=True)
        django.setup()
    wish = arguments[0] if arguments else "check"
    if wish == "compile":
        CATALOGUE.with_suffix(".mo").write_bytes(compiled(read_po(CATALOGUE.read_text())))
        return 0
    if wish == "missing":
        entries = read_po(CATALOGUE.read_text()) if CATALOGUE.exists() else []
        print("\n".join(map(_as_po, untranslated(texts_in_source(), entries))))
        return 0
    if wish != "check":
        print("script/translations [check|missing|compile]", file=sys.stderr)
        return 2
    found = problems()
    print("\n".join(found) if found else "every text has Swedish, and the compiled catalogue is the newest")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
