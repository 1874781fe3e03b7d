"""The bundled rules and their examples, as test cases are named after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.rulebook.loading import load_rulebook

RULES = Path(__file__).parents[1] / "rules"
BOOK = load_rulebook(RULES)
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id} · {example.name}") for rule, _ in BOOK.rules for example in rule.examples
]
