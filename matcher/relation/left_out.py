"""How much of each certification an experience says that it left out: it then counts less for its title."""

from __future__ import annotations

import numpy as np

from matcher.relation.catalogue import IndexedCatalogue
from matcher.relation.hits import near_texts
from matcher.relation.telling import Telling
from matcher.sparse import Floats


def left_out(catalogue: IndexedCatalogue, telling: Telling) -> Floats:
    """[E, C]: share of the certification's blocs that is near what was not done, from 0 to 1."""
    texts, shape = catalogue.texts, (len(telling.dossier), len(catalogue.certifications))
    refusals = telling.refusals()
    if not refusals:
        return np.zeros(shape)
    near = near_texts(catalogue, [one for _, one in refusals])
    owner = np.array([experience for experience, _ in refusals], dtype=np.int64)[near.query]
    pair, cell = catalogue.places_of_text.spread(near.text)
    place = catalogue.places_of_text.columns[cell]
    cells = np.unique(np.stack((owner[pair], place)), axis=1)
    owner, group = cells[0], texts.group[cells[1]]
    owner, group = owner[group >= 0], group[group >= 0]
    keys, counts = np.unique(owner * len(texts.group_parts) + group, return_counts=True)
    owner, group = np.divmod(keys, max(1, len(texts.group_parts)))
    share = np.minimum(1.0, counts / texts.group_parts[group]) * texts.group_weight[group]
    weight = np.bincount(texts.group_certification, texts.group_weight, minlength=shape[1])
    gone = np.bincount(owner * shape[1] + texts.group_certification[group], share, minlength=shape[0] * shape[1])
    found: Floats = gone.reshape(shape) / np.where(weight > 0, weight, 1.0)
    return found
