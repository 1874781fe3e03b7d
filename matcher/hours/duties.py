"""Union and elected duties carried out in paid working time: their hours count once, and leave the job."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from matcher.hours.estimate import Estimate
from matcher.hours.periods import Span, WorkedDays, count_days, intersect, merge, subtract

DUTIES = frozenset({"syndical", "mandat_electif"})
EMPLOYMENT = frozenset({"salarie", "apprentissage", "professionnalisation", "contrat_unique_insertion"})

Range = tuple[Fraction, Fraction]

_NONE = Fraction(0)


@dataclass(frozen=True)
class Transfer:
    """Hours that leave a job for the duty carried out during it.

    ``surely`` leave it whatever the facts. At most ``at_least`` leave it if the duty has its fewest hours,
    and at most ``at_most`` if it has its most.
    """

    duty: int
    surely: Fraction
    at_least: Fraction
    at_most: Fraction


def hours_within_work(estimates: Sequence[Estimate]) -> Mapping[int, tuple[Transfer, ...]]:
    """What leaves each job, by the job's index. ``within_work`` null: perhaps all of it, surely nothing.

    Duties and jobs are taken in an order that does not depend on the list's: most weekly hours first.
    """
    if not any(one.experience.kind in DUTIES for one in estimates):
        return {}
    ordered = sorted(estimates, key=lambda one: (-(one.weekly or 0), one.experience.model_dump_json()))
    leaving: dict[int, list[Transfer]] = defaultdict(list)
    for duty in ordered:
        if duty.experience.kind not in DUTIES or duty.experience.within_work is False or not duty.high:
            continue
        jobs = [
            one
            for one in ordered
            if one.experience.kind in EMPLOYMENT and intersect(one.days.possible, duty.days.possible)
        ]
        left = [
            (
                max(_NONE, job.low - sum(gone.at_most for gone in leaving[job.index])),
                max(_NONE, job.high - sum(gone.surely for gone in leaving[job.index])),
            )
            for job in jobs
        ]
        shares = _shares(duty.days, [job.days for job in jobs])
        fewest, most = (_leave(hours, shares, left) for hours in (duty.low, duty.high))
        for job, (surely, at_least), (_, at_most) in zip(jobs, fewest, most, strict=True):
            if at_most:
                known = surely if duty.experience.within_work else _NONE
                leaving[job.index].append(Transfer(duty.index, known, at_least, at_most))
    return {index: tuple(transfers) for index, transfers in leaving.items() if transfers}


def _shares(duty: WorkedDays, jobs: Sequence[WorkedDays]) -> list[tuple[Range, Range]]:
    """For each job, the share of the duty's days it overlaps, and the share it and those before overlap."""
    shares: list[tuple[Range, Range]] = []
    certain: tuple[Span, ...] = ()
    possible: tuple[Span, ...] = ()
    for job in jobs:
        certain, possible = merge(certain + job.certain), merge(possible + job.possible)
        shares.append((_overlap(duty, job.certain, job.possible), _overlap(duty, certain, possible)))
    return shares


def _leave(hours: Fraction, shares: Sequence[tuple[Range, Range]], left: Sequence[Range]) -> list[Range]:
    """The least and the most of a duty's hours that leave each job in turn, given what each has left.

    A job gives up no more than the duty's days it overlaps, nor than it has; all the jobs so far give up no
    more than the duty's days they overlap together, so that concurrent jobs don't give the same hour twice.
    """
    gone: list[Range] = []
    least_before = most_before = _NONE
    for (own, together), (low, high) in zip(shares, left, strict=True):
        least = max(_NONE, min(low, own[0] * hours, together[0] * hours - most_before))
        most = min(high, own[1] * hours, together[1] * hours - least_before)
        gone.append((least, most))
        least_before, most_before = least_before + least, most_before + most
    return gone


def _overlap(duty: WorkedDays, certain: Sequence[Span], possible: Sequence[Span]) -> Range:
    """The least and the greatest share of a duty's days that fall on days of work; equal if all is exact."""
    both, beside = count_days(intersect(duty.certain, certain)), count_days(subtract(duty.possible, certain))
    least = Fraction(both, both + beside) if both else _NONE
    both, beside = (
        count_days(intersect(duty.possible, possible)),
        count_days(subtract(duty.certain, possible)),
    )
    return least, Fraction(both, both + beside) if both else _NONE
