"""Reads a page as a person hears it: the text of its main part in order, pictures by their alternatives."""

from html.parser import HTMLParser

SILENT = {"style", "script", "title", "nav", "head"}
OUTWARD = {"src", "href", "srcset", "data", "action", "poster"}


class Heard(HTMLParser):
    """What stands in a page: `said` in order, `outward` addresses of things that lie elsewhere, `elements` used."""

    def __init__(self, text: str):
        super().__init__()
        self.said: list[str] = []
        self.outward: list[str] = []
        self.elements: set[str] = set()
        self._silent = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self._silent += tag in SILENT
        for name, value in attrs:
            if name in OUTWARD and not (value or "").startswith(("data:", "#")):
                self.outward.append(f"{tag} {name}={value}")
            if name == "alt":
                self.said.append(value)

    def handle_startendtag(self, tag, attrs):
        self.elements.add(tag)

    def handle_endtag(self, tag):
        self._silent -= tag in SILENT

    def handle_data(self, said):
        if not self._silent:
            self.said.append(said)

    @property
    def text(self) -> str:
        """All that is said, without spaces: line breaks of a printed page are no part of the text."""
        return "".join("".join(self.said).split())
