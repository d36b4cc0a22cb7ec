"""The readings of a recognised statement that chain best: the cheapest way through all rows, from balance to balance.

A row may be what was read first, what another reading says, or what the balances leave over; each costs something, and a link that does
not hold costs more. So one misread digit, or two in neighbouring rows, come out as the only way that lets the links around them hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.model import Transaction


@dataclass(frozen=True, slots=True)
class Take:
    """One reading of a cell of money: the text, and the amounts in it, signed where the direction is known.

    More than one where something else is printed over it; `sure` is that of the least certain character.
    """

    text: str
    values: tuple[Decimal, ...]
    sure: float
    signed: bool = True


Again = Callable[[int, str], Sequence[Take]]
"""Further readings of a row's "amount" or "balance"."""

_SURE = 0.9  # of every character, from which a reading counts as certain
_FLIPPED, _OTHER, _WORKED_OUT, _UNLIKE, _LOST, _BROKEN = 0.6, 1.0, 3.0, 4.0, 5.0, 8.0
_MARGIN = 0.5  # by which the cheapest way is to be cheaper than any with another balance
_MOST_STATES = 8
_NEVER = float("inf")


@dataclass(frozen=True)
class Cell:
    """What the cells of a row say. Costs by value; `texts` are all readings of the amount; `sure_…` says that several readings agree and are certain.

    `carries` says that the paper prints no balance in this row, as in others; `wavers` that the readings of the amount differ; `bare` that
    it is money in only because no sign was seen.
    """

    amount: Decimal | None
    amounts: Mapping[Decimal, float]
    balances: Mapping[Decimal, float]
    texts: tuple[str, ...] = ()
    sure_amount: bool = False
    sure_balance: bool = False
    carries: bool = False
    wavers: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """The chosen values of a row. `holds` is whether they follow from the row before, None where that has no balance to follow from.

    `decided` is False where another way costs hardly more; the values are then those that were read first.
    """

    cell: Cell
    amount: Decimal | None
    balance: Decimal | None
    holds: bool | None
    decided: bool = True

    @property
    def is_worked_out(self) -> tuple[bool, bool]:
        """Whether the amount, and whether the balance, is no reading but what the balances leave over."""
        return self.amount not in (*self.cell.amounts, None), self.balance not in (*self.cell.balances, None)


# ---------------------------------------------------------------- what the cells say


def cells_of(rows: Sequence[Transaction], bare: Sequence[bool], again: Again) -> list[Cell]:
    """The cells of rows in the order of time; those beside a link that does not hold, or that were not read, are read again."""
    blank = [row.balance is None and "balance" not in row.unread for row in rows]
    habit = sum(blank) * 5 > len(rows)
    doubtful = set(_doubtful(rows))
    return [
        _cell(row, bare[at], again if at in doubtful else None, at, carries=habit and blank[at])
        for at, row in enumerate(rows)
    ]


def _doubtful(rows: Sequence[Transaction]) -> Iterator[int]:
    """The first row, whose amount nothing proves, and those on both sides of a link that does not hold."""
    yield 0
    for at, (before, row) in enumerate(pairwise(rows), 1):
        if None in (before.balance, row.amount, row.balance) or before.balance + row.amount != row.balance:  # type: ignore[operator]
            yield at - 1
            yield at


def _cell(row: Transaction, bare: bool, again: Again | None, at: int, carries: bool) -> Cell:
    of_amount = again(at, "amount") if again else ()
    of_balance = again(at, "balance") if again else ()
    return Cell(
        row.amount,
        _costs(row.amount, of_amount, bare),
        {} if carries else _costs(row.balance, of_balance, bare=False),
        tuple(take.text.replace(",", "") for take in of_amount),
        _is_certain(row.amount, of_amount),
        _is_certain(row.balance, of_balance),
        carries,
        bool(of_amount) and not any(_says(take, row.amount) for take in of_amount),
        bare,
    )


def _costs(first: Decimal | None, takes: Sequence[Take], bare: bool) -> dict[Decimal, float]:
    """What each value costs that a reading gives; the other sign too where none was seen."""
    costs: dict[Decimal, float] = {} if first is None else {first: 0.0}
    if bare and first is not None:
        costs[-first] = _FLIPPED
    for take in takes:
        for value in take.values:
            costs.setdefault(value, _OTHER)
            if not take.signed or bare:
                costs.setdefault(-value, _OTHER + _FLIPPED)
    return costs


def _says(take: Take, value: Decimal | None) -> bool:
    return value is not None and [abs(one) for one in take.values] == [abs(value)]


def _is_certain(first: Decimal | None, takes: Sequence[Take]) -> bool:
    """Whether every further reading, two at least, says the same as the first and is sure of it."""
    return len(takes) > 1 and all(take.sure >= _SURE and _says(take, first) for take in takes)


# ---------------------------------------------------------------- the cheapest way


@dataclass(frozen=True, slots=True)
class _Step:
    """A way to a balance of a row: what it costs so far, the balance before, the amount, and whether that follows."""

    cost: float
    before: Decimal | None
    amount: Decimal | None
    holds: bool | None


_States = dict[Decimal | None, _Step]


def followed(cells: Sequence[Cell]) -> list[Link]:
    """The values of all rows that chain most cheaply, in order."""
    if not cells:
        return []
    ways = [_first(cells[0], cells[1] if len(cells) > 1 else None)]
    for last, cell in pairwise(cells):
        ways.append(_next(ways[-1], last, cell))
    onward = _onward(ways, cells)
    chosen: list[Decimal | None] = [min(ways[-1], key=lambda balance: ways[-1][balance].cost)]
    for states in reversed(ways[1:]):
        chosen.append(states[chosen[-1]].before)
    chosen.reverse()
    alone = [
        all(
            states[other].cost + rest[other] > states[best].cost + rest[best] + _MARGIN
            for other in states
            if other != best
        )
        for states, rest, best in zip(ways, onward, chosen, strict=True)
    ]
    return [
        _link(cell, best, states[best], sure and (at == 0 or alone[at - 1]))
        for at, (cell, best, states, sure) in enumerate(zip(cells, chosen, ways, alone, strict=True))
    ]


def _link(cell: Cell, balance: Decimal | None, step: _Step, decided: bool) -> Link:
    if decided:
        return Link(cell, step.amount, balance, step.holds)
    first = next((value for value, cost in cell.balances.items() if cost == 0), None)
    return Link(cell, cell.amount, first, None if step.holds is None else False, decided=False)


def _first(cell: Cell, after: Cell | None) -> _States:
    """The balances of the first row: those that were read, and those that the next row leaves over."""
    states: _States = {balance: _Step(cost, None, cell.amount, None) for balance, cost in cell.balances.items()}
    if after and not cell.carries and not cell.sure_balance:
        for balance in (b - a for b in after.balances for a in after.amounts):
            if balance not in states and (not cell.balances or any(_is_near(balance, read) for read in cell.balances)):
                states[balance] = _Step(_WORKED_OUT, None, cell.amount, None)
    if not cell.balances:
        states[None] = _Step(0.0 if cell.carries else _LOST, None, cell.amount, None)
    return states


def _next(states: _States, last: Cell, cell: Cell) -> _States:
    """The ways to the balances of a row: those that were read, and those that the ways before leave over with an amount."""
    found: _States = {}
    for before, way in states.items():
        for balance, step in _steps(before, way.cost, last, cell):
            if step.cost < _NEVER and (balance not in found or step.cost < found[balance].cost):
                found[balance] = step
    kept = sorted(found, key=lambda balance: found[balance].cost)[:_MOST_STATES]
    return {balance: found[balance] for balance in kept}


def _steps(before: Decimal | None, cost: float, last: Cell, cell: Cell) -> Iterator[tuple[Decimal | None, _Step]]:
    """Every balance of a row that a way may go on to, and what it costs then; `last` is the row before.

    An amount is worked out between two balances that were read alone.
    """
    if before is None:
        yield from _unlinked(cost, cell)
        return
    if not cell.balances and not cell.carries:
        yield None, _Step(cost + _LOST, before, cell.amount, None)
    for balance, spent in cell.balances.items():
        amount = balance - before
        yield balance, _Step(cost + spent + _BROKEN, before, cell.amount, False)
        between = before in last.balances and amount not in cell.amounts
        if between and not cell.sure_amount and _is_like(amount, cell):
            yield balance, _Step(cost + spent + _WORKED_OUT, before, amount, True)
    for amount, spent in cell.amounts.items():
        balance = before + amount
        yield balance, _Step(cost + spent + _of_balance(balance, cell), before, amount, True)


def _unlinked(cost: float, cell: Cell) -> Iterator[tuple[Decimal | None, _Step]]:
    """Behind a row without any balance nothing follows."""
    for balance, spent in cell.balances.items():
        yield balance, _Step(cost + spent, None, cell.amount, None)
    if not cell.balances:
        yield None, _Step(cost if cell.carries else cost + _LOST, None, cell.amount, None)


def _of_balance(balance: Decimal, cell: Cell) -> float:
    """What it costs to take a balance that the row before and the amount make."""
    if cell.carries:
        return 0.0
    if balance in cell.balances:
        return cell.balances[balance]
    if cell.sure_balance:
        return _NEVER
    return _WORKED_OUT if not cell.balances or any(_is_near(balance, read) for read in cell.balances) else _UNLIKE


def _is_like(amount: Decimal, cell: Cell) -> bool:
    """Whether an amount is but for one digit what a reading says, or stands within one, with something printed over it."""
    shown = f"{abs(amount):.2f}"
    return any(_is_near(amount, read) for read in cell.amounts) or any(shown in text for text in cell.texts)


def _is_near(value: Decimal, read: Decimal) -> bool:
    return (value < 0) == (read < 0) and _one_apart(_digits(value), _digits(read))


def _digits(value: Decimal) -> str:
    return str(abs(value)).replace(".", "")


def _one_apart(one: str, other: str) -> bool:
    """Whether one digit was misread, lost or added."""
    if len(one) < len(other):
        one, other = other, one
    if len(one) - len(other) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(other))
    return one[at + 1 :] == other[at + (len(one) == len(other)) :]


def _onward(ways: Sequence[_States], cells: Sequence[Cell]) -> list[dict[Decimal | None, float]]:
    """For every row and balance, what the cheapest way from there to the end costs."""
    onward: list[dict[Decimal | None, float]] = [dict.fromkeys(ways[-1], 0.0)]
    for states, (last, cell) in zip(reversed(ways[:-1]), reversed(list(pairwise(cells))), strict=True):
        later = onward[-1]
        onward.append(
            {
                before: min(
                    (step.cost + later[b] for b, step in _steps(before, 0.0, last, cell) if b in later), default=_NEVER
                )
                for before in states
            }
        )
    return onward[::-1]
