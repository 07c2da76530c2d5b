"""What an engine gives to whoever asks: rows for a question about one extract."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from datetime import date
from typing import ClassVar

from stegvis.evaluation.definitions import Words


class Place(ABC):
    """One extract, lying where an engine can ask it. `engine.compute` and the gate take it instead of the extract.

    `digest` is the extract's own, whatever the engine. `municipalities` are the names that codes point at.
    """

    dialect: ClassVar[str]
    """The SQL that questions are written in, by the name Ibis knows it under."""

    project: str
    at: date
    digest: str
    optional: tuple[str, ...]
    """The optional tables that can be asked there."""

    @property
    @abstractmethod
    def municipalities(self) -> tuple[str, ...]:
        """The municipalities in the order of their codes."""

    @abstractmethod
    def rows(self, sql: str, at: date, *, by_target_group: bool = False, optional: Collection[str] = ()) -> list[tuple]:
        """Rows of a compiled question over the tables `stays`, `asked` and, by target group, `labels`: in codes.

        `optional`: the optional tables whose columns the question reads. Raises DefinitionError when one is lacking.
        """


class EngineMissing(Exception):
    """The engine cannot be used here. The message says what to install or to set; `words` has it in both languages."""

    def __init__(self, sv: str, en: str):
        super().__init__(en)
        self.words = Words(sv=sv, en=en)
