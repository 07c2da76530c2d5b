"""What is known of a person while an import goes on: as the register says, and as the rows before have changed it."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from stegvis.base.ids import new_id
from stegvis.casework.importing.rows import Row
from stegvis.casework.rules import Outcome


@dataclass
class Stay:
    """An enrolment of the person in the project, as it stands now or will stand after the rows before."""

    id: UUID
    unit_id: int
    started_on: dt.date
    ended_on: dt.date | None
    state: str
    channel: str
    target_groups: frozenset[str]
    outcomes: dict[str, Outcome]


@dataclass
class Standing:
    """What is known of one number at one controller. `first_channel`: by which the person first came, if known.

    `sealed`: the number is of somebody the importer may not see. Nothing else is filled in, and `by_hand` answers.
    """

    controller_id: int
    number: str
    participant_id: UUID = field(default_factory=new_id)
    registered: bool = False
    given_name: str = ""
    family_name: str = ""
    sex: str = ""
    first_channel: str = ""
    first_started_on: dt.date | None = None
    stays: list[Stay] = field(default_factory=list)
    sealed: bool = False

    def counted(self) -> list[Stay]:
        """The stays that count, by start: those not registered by mistake."""
        return sorted((stay for stay in self.stays if stay.state != "void"), key=lambda stay: stay.started_on)

    # --- what a row changes --------------------------------------------------------------------------------------
    def register(self, row: Row) -> None:
        """The row makes the person known."""
        self.registered = True
        self.given_name, self.family_name = row.given_name, row.family_name
        self.sex = row.number.sex

    def renumber(self, row: Row) -> None:
        """The person has the row's number now, with the legal sex it says."""
        self.number, self.sex = row.number.value, row.number.sex

    def enrol(self, row: Row, stay: Stay, unit_id: int) -> tuple[Stay | None, Stay | None]:
        """The row's stay stands; the ones before and after it. Who comes back keeps the channel they first came by."""
        stay.unit_id = unit_id
        returns = self.first_started_on is not None and self.first_started_on < row.started_on
        stay.channel = (self.first_channel if returns else "") or row.inflow_channel
        counted = self.counted()
        before = [one for one in counted if one.started_on < stay.started_on]
        after = [one for one in counted if one.started_on > stay.started_on]
        self.stays.append(stay)
        if not returns:
            self.first_started_on = row.started_on
        self.first_channel = (self.first_channel if returns else "") or stay.channel or self.first_channel
        return (before[-1] if before else None), (after[0] if after else None)

    @staticmethod
    def end(row: Row, stay: Stay) -> None:
        """The stay ends as the row says."""
        stay.state, stay.ended_on = "closed", row.ended_on
        stay.outcomes = {outcome.destination: outcome for outcome in row.outcomes}
