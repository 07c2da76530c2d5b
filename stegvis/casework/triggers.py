"""What the tables refuse by trigger, because a column check cannot say it. The same on both databases.

Overlapping enrolments (on SQLite; PostgreSQL has an exclusion constraint), codes that stand neither in the program's
lists nor among the installation's own words, and changing or taking away such a word's code.

SQLite drops a table's triggers without a word when a migration builds the table anew. They are therefore put back
after every `migrate`, whatever it did.
"""

from dataclasses import dataclass

from stegvis.casework.vocabulary import COACHING_METHODS, LANGUAGES, REASONS, TARGET_GROUPS


@dataclass(frozen=True)
class _CodeColumn:
    """A column that holds a code of an open list. `optional`: it may be empty."""

    name: str
    table: str
    column: str
    list_name: str
    codes: tuple[str, ...]
    optional: bool = False

    def unknown(self) -> str:
        """SQL that is true for a row whose code is neither built in nor one of the installation's words."""
        allowed = [*self.codes, ""] if self.optional else self.codes
        listed = ", ".join(f"'{code}'" for code in allowed)
        return (  # from this file's own words, never from outside
            f"NEW.{self.column} NOT IN ({listed}) AND NOT EXISTS (SELECT 1 FROM casework_word word "  # noqa: S608
            f"WHERE word.list_name = '{self.list_name}' AND word.code = NEW.{self.column})"
        )


_CODES = (
    _CodeColumn(
        "target_group_known", "casework_enrolmenttargetgroup", "code", "target_groups", TARGET_GROUPS.fixed_codes
    ),
    _CodeColumn("reason_known", "casework_exitoutcome", "reason", "reasons", REASONS.fixed_codes, optional=True),
    _CodeColumn("method_known", "casework_notemethod", "code", "coaching_methods", COACHING_METHODS.fixed_codes),
    _CodeColumn("language_known", "casework_participant", "language", "languages", LANGUAGES.fixed_codes),
)

_ENROLMENT = "casework_enrolment"
_CLASH = f"""
    SELECT RAISE(ABORT, 'enrolments_overlap') WHERE NEW.state <> 'void' AND EXISTS (
        SELECT 1 FROM {_ENROLMENT} other
        WHERE other.id <> NEW.id AND other.state <> 'void'
          AND other.participant_id = NEW.participant_id AND other.project_id = NEW.project_id
          AND other.started_on <= COALESCE(NEW.ended_on, '9999-12-31')
          AND NEW.started_on <= COALESCE(other.ended_on, '9999-12-31'));
"""  # noqa: S608


def _sqlite() -> list[str]:
    made = []
    for moment in ("insert", "update"):
        name = f"enrolments_overlap_{moment}"
        made += [f"DROP TRIGGER IF EXISTS {name}"]
        made += [f"CREATE TRIGGER {name} BEFORE {moment.upper()} ON {_ENROLMENT} BEGIN {_CLASH} END"]
        for one in _CODES:
            when = "INSERT" if moment == "insert" else f"UPDATE OF {one.column}"
            made += [
                f"DROP TRIGGER IF EXISTS {one.name}_{moment}",
                f"CREATE TRIGGER {one.name}_{moment} BEFORE {when} ON {one.table} WHEN {one.unknown()} "
                f"BEGIN SELECT RAISE(ABORT, '{one.name}'); END",
            ]
    return [
        *made,
        "DROP TRIGGER IF EXISTS word_code_stays",
        "CREATE TRIGGER word_code_stays BEFORE UPDATE OF list_name, code, added ON casework_word "
        "WHEN NEW.list_name <> OLD.list_name OR NEW.code <> OLD.code OR NEW.added <> OLD.added "
        "BEGIN SELECT RAISE(ABORT, 'word_code_stays'); END",
        "DROP TRIGGER IF EXISTS word_stays",
        "CREATE TRIGGER word_stays BEFORE DELETE ON casework_word BEGIN SELECT RAISE(ABORT, 'word_stays'); END",
    ]


def _postgresql() -> list[str]:
    made = []
    for one in _CODES:
        made += [
            f"CREATE OR REPLACE FUNCTION casework_{one.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {one.unknown()} THEN RAISE EXCEPTION '{one.name}' USING ERRCODE = 'check_violation'; END IF; "
            "RETURN NEW; END $$",
            f"CREATE OR REPLACE TRIGGER {one.name} BEFORE INSERT OR UPDATE OF {one.column} ON {one.table} "
            f"FOR EACH ROW EXECUTE FUNCTION casework_{one.name}()",
        ]
    return [
        *made,
        "CREATE OR REPLACE FUNCTION casework_word_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'word_stays' USING ERRCODE = 'check_violation'; END $$",
        "CREATE OR REPLACE TRIGGER word_stays BEFORE DELETE ON casework_word "
        "FOR EACH ROW EXECUTE FUNCTION casework_word_stays()",
        "CREATE OR REPLACE TRIGGER word_code_stays BEFORE UPDATE OF list_name, code, added ON casework_word "
        "FOR EACH ROW WHEN (NEW.list_name <> OLD.list_name OR NEW.code <> OLD.code OR NEW.added <> OLD.added) "
        "EXECUTE FUNCTION casework_word_stays()",
    ]


def install(connection) -> None:
    """Put the triggers in place, in their present form."""
    statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection) -> None:
    """Take every trigger away while tables are built anew: SQLite refuses to rename a table that a trigger speaks of.

    They come back with `install` after each `migrate`, whatever it did. Nothing on PostgreSQL.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for statement in _sqlite():
            if statement.startswith("DROP TRIGGER IF EXISTS"):
                cursor.execute(statement)


def let_words_go(connection) -> None:
    """Take away the refusal to remove words (emptying a test database)."""
    table = "" if connection.vendor == "sqlite" else " ON casework_word"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS word_stays{table}")
