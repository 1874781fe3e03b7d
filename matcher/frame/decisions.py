"""What advisors decided of words, carried into the shortlists of a chunk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from matcher.lexicon import Lexicon, with_lexicon
from matcher.model.dossier import Dossier
from matcher.relation import COUVERTURE, CertificationIndex, Relation, Relations
from matcher.relation.comparison import Comparison
from matcher.relation.shortlist import Shortlist

Decided = Mapping[int, Relation]
"""The relations that decisions changed, by their place in the shortlist."""


def decide(
    index: CertificationIndex,
    lexicon: Lexicon,
    dossiers: Sequence[Dossier],
    comparison: Comparison,
    shortlist: Shortlist,
) -> tuple[Shortlist, Decided]:
    """The shortlist as decided. Only the dossiers whose words were decided of cost anything."""
    if not lexicon.decisions:
        return shortlist, {}
    decided: dict[int, Relation] = {}
    bounds = np.searchsorted(shortlist.dossier, np.arange(len(dossiers) + 1)).tolist()
    for dossier, first, last in zip(dossiers, bounds, bounds[1:], strict=False):
        before = Relations(
            tuple(index.relation(comparison, shortlist, number) for number in range(first, last)),
            bool(shortlist.described[first:last].any()),
        )
        after = with_lexicon(before, lexicon, dossier, index.settings, lambda one: one.bloc_weights)
        pairs = zip(before.shortlist, after.shortlist, strict=True)
        decided |= {first + place: new for place, (old, new) in enumerate(pairs) if new is not old}
    return _with(shortlist, decided), decided


def _with(shortlist: Shortlist, decided: Decided) -> Shortlist:
    changed = replace(
        shortlist,
        values=shortlist.values | {COUVERTURE: shortlist.values[COUVERTURE].copy()},
        coverage=shortlist.coverage.copy(),
        blocs_known=shortlist.blocs_known.copy(),
        described=shortlist.described.copy(),
        foreign=shortlist.foreign.copy(),
    )
    for number, relation in decided.items():
        changed.values[COUVERTURE][number] = relation.values[COUVERTURE]
        changed.coverage[number] = relation.coverage
        changed.blocs_known[number] = relation.blocs_known
        changed.described[number] = relation.described
        changed.foreign[number] = relation.foreign
    return changed
