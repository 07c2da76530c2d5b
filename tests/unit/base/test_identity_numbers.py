"""Identity numbers: every way people write them, and every fault by name."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.base.identity_number import InvalidIdentityNumber, parse
from tests.factories.numbers import identity_number

TODAY = dt.date(2026, 11, 24)
birthdays = st.dates(dt.date(1930, 1, 1), dt.date(2020, 12, 31))
numbers = st.builds(
    lambda born, nth, sex, coordination: identity_number(nth, sex=sex, born=born, coordination=coordination),
    birthdays,
    st.integers(0, 9),
    st.sampled_from("FM"),
    st.booleans(),
)


def fault(text: str, today: dt.date = TODAY) -> str:
    with pytest.raises(InvalidIdentityNumber) as refused:
        parse(text, today=today)
    assert str(refused.value.message)
    return refused.value.code


@given(birthdays, st.integers(0, 9), st.sampled_from("FM"), st.booleans())
def test_a_number_tells_birth_date_sex_and_kind(born, nth, sex, coordination):
    number = parse(identity_number(nth, sex=sex, born=born, coordination=coordination), today=TODAY)
    assert (number.birth_on, number.sex) == (born, sex)
    assert number.kind == ("samordningsnummer" if coordination else "personnummer")


@given(numbers)
def test_ten_digits_mean_the_same_as_twelve(value):
    assert parse(f"{value[2:8]}-{value[8:]}", today=TODAY).value == value
    assert parse(value[2:], today=TODAY).value == value
    assert parse(f"{value[:8]}-{value[8:]}", today=TODAY).value == value


@pytest.mark.need("INT-01", where="enrol")
@given(numbers, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(value, place, step):
    wrong = value[:place] + str((int(value[place]) + step) % 10) + value[place + 1 :]
    if place > 1:  # the century is outside the check digit
        with pytest.raises(InvalidIdentityNumber):
            parse(wrong, today=TODAY)


def test_a_wrong_check_digit_is_named_so():
    assert fault("19811218-9877") == "check_digit"


@pytest.mark.parametrize(
    "written",
    [
        "19811218-9876",
        "198112189876",
        "811218-9876",
        "8112189876",
        " 19811218 9876 ",
        "19811218–9876",
        "19811218−9876",
        "19811218\u00a09876",
        "198112189876.0",
        "8112189876.0",
        "١٩٨١١٢١٨-٩٨٧٦",
        "۱۹۸۱۱۲۱۸۹۸۷۶",
        "１９８１１２１８－９８７６",
        "\u200e19811218-9876\u200f",
        198112189876,
        8112189876.0,
    ],
)
def test_what_people_and_spreadsheets_write(written):
    assert parse(written, today=TODAY).formatted == "19811218-9876"


def test_plus_means_the_person_has_turned_100():
    value = identity_number(3, sex="F", born=dt.date(1920, 5, 4))
    assert parse(f"{value[2:8]}+{value[8:]}", today=TODAY).value == value


def test_a_coordination_number_has_its_day_raised_by_sixty():
    number = parse(identity_number(0, born=dt.date(1990, 5, 31), coordination=True), today=TODAY)
    assert number.value[6:8] == "91"
    assert number.birth_on == dt.date(1990, 5, 31)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("Åsa Öberg", "shape"),
        ("1981-12-18-9876", "shape"),
        ("19811218-987", "shape"),
        ("1.98112E+11", "shape"),
        ("=19811218-9876", "shape"),
        ("19811218-0001", "shape"),
        ("112189876", "lost_zero"),
        ("19811318-9876", "date"),
        ("19810230-9876", "date"),
        ("19810093-9876", "date"),
        ("20271218-9876", "future"),
        ("18811218-9876", "too_old"),
        ("😀", "shape"),
    ],
)
def test_each_fault_is_named(written, code):
    assert fault(written) == code


@given(st.text(max_size=30))
def test_no_text_at_all_makes_it_fall_over(text):
    try:
        assert len(parse(text, today=TODAY).value) == 12
    except InvalidIdentityNumber as refused:
        assert refused.code


@given(numbers)
def test_the_message_and_the_masked_form_do_not_give_the_number_away(value):
    assert value[8:] not in parse(value, today=TODAY).masked
    wrong = value[:-1] + str((int(value[-1]) + 1) % 10)
    with pytest.raises(InvalidIdentityNumber) as refused:
        parse(wrong, today=TODAY)
    assert value[8:11] not in str(refused.value)


@given(numbers, st.dates(dt.date(2021, 1, 1), dt.date(2060, 1, 1)))
def test_age_is_counted_in_whole_years(value, day):
    number = parse(value, today=TODAY)
    birthday = number.birth_on
    try:
        passed = birthday.replace(year=day.year) <= day
    except ValueError:  # born 29 February, and this year has none
        passed = dt.date(day.year, 3, 1) <= day
    assert number.age_on(day) == day.year - birthday.year - (not passed)
