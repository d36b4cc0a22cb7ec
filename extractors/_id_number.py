"""Sex, birth date and ID number of a card confirm each other: what is believed, and how far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from pipeline import id_number
from pipeline.model import Field, Place, Value

_CONFIRMED = 0.99  # read once, and confirmed by what is printed elsewhere on the card
_ALONE = 0.95  # valid in itself, with nothing beside it to confirm it
_DERIVED = 0.89  # not read at all
_REPAIRED = 0.88  # under what counts as certain: a person sees that it was repaired
_DISPUTED = 0.8
_SURE = 0.95

_LOOK_ALIKE = {
    "0": "86",
    "1": "74",
    "2": "7",
    "3": "8",
    "4": "1",
    "5": "6",
    "6": "580",
    "7": "12",
    "8": "0369",
    "9": "8",
    "X": "",
}


@dataclass(frozen=True)
class Printed:
    """What stands beside a label: its value (None where it makes none), the text, and a second look at it, as values with confidences."""

    value: Value | None
    text: str
    confidence: float
    place: Place | None
    again: Callable[[], Sequence[tuple[Value, float]]]

    def field(self, value: Value | None, confidence: float, readings: Sequence[Value | str] = ()) -> Field:
        """A field read from here."""
        return Field(value, confidence, "ocr", self.place, self.text, readings=tuple(str(r) for r in readings))


def settle(sex: Printed, birth: Printed, number: Printed) -> tuple[Field, Field, Field]:
    """Sex, birth date and number, each as far as the others bear it out."""
    said = str(number.value or "")
    if not id_number.flaws(said) and _fits(said, sex.value, birth.value) and number.confidence >= _SURE:
        return _confirmed(sex), _confirmed(birth), number.field(said, max(number.confidence, _CONFIRMED))
    looks = [str(value) for value, _ in number.again()]
    sexes, births = _looks(sex), _looks(birth)
    found = _number(said, looks, sexes, births, number)
    return _against(sex, sexes, found, id_number.sex), _against(birth, births, found, id_number.birth_date), found


def _confirmed(printed: Printed) -> Field:
    return printed.field(printed.value, max(printed.confidence, _CONFIRMED))


def _looks(printed: Printed) -> list[Value]:
    """Every reading, the first one first."""
    first = [printed.value] if printed.value is not None else []
    return [*first, *(value for value, _ in printed.again())]


def _fits(number: str, sex: Value | None, birth: Value | None) -> bool:
    return (
        sex is not None and birth is not None and id_number.sex(number) == sex and id_number.birth_date(number) == birth
    )


def _number(
    said: str, looks: Sequence[str], sexes: Sequence[Value], births: Sequence[Value], printed: Printed
) -> Field:
    readings = [reading for reading in (said, *looks) if reading]
    valid = [n for n in readings if not id_number.flaws(n)]
    best = max(valid, key=lambda n: (_borne_out(n, sexes, births), readings.count(n)), default=None)
    if best and len(set(valid)) > 1 and _borne_out(best, sexes, births) < 2:
        return _none(printed, readings, "身份证号码几次识别结果不一致，请重新拍摄")
    if best:
        confidence = _believed(best, readings, sexes, births)
        return printed.field(best, confidence, readings if len(set(readings)) > 1 else ())
    if repaired := _repaired(readings, sexes, births):
        return Field(
            repaired, _REPAIRED, "repaired", printed.place, printed.text, readings=(*dict.fromkeys(readings), repaired)
        )
    if len(said) == 18 and readings.count(said) >= 2 and len(set(readings)) == 1:
        return printed.field(said, _DISPUTED, ())
    return _none(printed, readings, None)


def _borne_out(number: str, sexes: Sequence[Value], births: Sequence[Value]) -> int:
    """How many of the printed sex and birth date a number agrees with, in any reading of them."""
    return (id_number.sex(number) in sexes) + (id_number.birth_date(number) in births)


def _believed(number: str, readings: Sequence[str], sexes: Sequence[Value], births: Sequence[Value]) -> float:
    borne, again = _borne_out(number, sexes, births), readings.count(number)
    if (births and id_number.birth_date(number) not in births) or (sexes and id_number.sex(number) not in sexes):
        return _DISPUTED
    if borne == 2:
        return _CONFIRMED if again >= 2 else _SURE if again == len(readings) else _REPAIRED
    return _ALONE if again >= 2 else _DISPUTED


def _none(printed: Printed, readings: Sequence[str], reason: str | None) -> Field:
    return Field(None, 0.0, "ocr", printed.place, printed.text, reason, tuple(r for r in dict.fromkeys(readings) if r))


def _repaired(readings: Sequence[str], sexes: Sequence[Value], births: Sequence[Value]) -> str | None:
    """The one number that look-alike digits can be mended to, so that check digit, area, printed birth date and sex all agree."""
    whole = [n for n in dict.fromkeys(readings) if len(n) == 18]
    if not whole or len(set(births)) != 1 or len(set(sexes)) != 1 or not isinstance(births[0], date):
        return None
    found = {n for said in whole for n in _mended(said) if not id_number.flaws(n) and _fits(n, sexes[0], births[0])}
    return found.pop() if len(found) == 1 else None


def _mended(said: str) -> set[str]:
    """What a number may have been before one or two of its digits were mistaken for others."""
    found = set()
    for places in [*combinations(range(18), 1), *combinations(range(18), 2)]:
        for digits in product(*(_LOOK_ALIKE.get(said[place], "") for place in places)):
            mended = list(said)
            for place, digit in zip(places, digits, strict=True):
                mended[place] = digit
            found.add("".join(mended))
    return found


def _against(printed: Printed, looks: Sequence[Value], number: Field, told: Callable[[str], Value | None]) -> Field:
    """A printed value beside what the number says of it."""
    by_number = told(str(number.value)) if number.value is not None else None
    certain = by_number is not None and number.confidence >= 0.9
    if not looks:
        if certain:
            return Field(by_number, _DERIVED, "derived", printed.place or number.place, printed.text)
        return Field(None, 0.0, "ocr", printed.place, printed.text)
    if by_number in looks:
        return printed.field(
            by_number, _CONFIRMED if looks[0] == by_number else _SURE, looks if len(set(looks)) > 1 else ()
        )
    if len(set(looks)) == 1 and (len(looks) > 1 or printed.confidence >= _SURE):
        return printed.field(looks[0], _DISPUTED if by_number is not None else min(printed.confidence, _ALONE))
    return Field(None, 0.0, "ocr", printed.place, printed.text, readings=tuple(map(str, looks)))
