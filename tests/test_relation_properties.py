"""What holds for any dossier: nothing is lost by telling more, order is irrelevant, size is no trouble."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from relation_cases import (
    BOOKS,
    CATALOGUE,
    COMPTABLE,
    SETTINGS,
    TILL,
    bloc,
    certification,
    dossier,
    experience,
    states,
    touched,
)

from matcher.relation import CertificationIndex

INDEX = CertificationIndex(CATALOGUE, SETTINGS)
CODES = {one.code for one in CATALOGUE}
SENTENCES = (
    "J'enregistre les factures des fournisseurs",
    "Je déclare la TVA, sans préparer la liasse fiscale",
    "Je négocie des accords avec les délégués syndicaux",
    "Je conduis des entretiens de recrutement",
    "J'encaisse les clients",
    "Pas de paie",
    "Rédiger un dossier de sûreté",
    "gestion",
)
experiences = st.lists(
    st.builds(
        lambda title, activities, not_done, rome: experience(title, *activities, not_done=not_done, rome=rome),
        st.sampled_from(("", "Comptable", "Chargé RH", "Hôtesse de caisse")),
        st.lists(st.sampled_from(SENTENCES), max_size=4),
        st.lists(st.sampled_from(("la paie", "déclarer la TVA", "management", "factures")), max_size=2),
        st.sampled_from((None, "M1203", "D1505", "M1502")),
    ),
    max_size=4,
)


@settings(deadline=None)
@given(experiences, experiences)
def test_one_more_experience_never_takes_anything_away(told: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    before = {one.certification.code: one for one in INDEX.relate(dossier(*told), named=CODES).shortlist}
    for after in INDEX.relate(dossier(*told, *more), named=CODES).shortlist:
        earlier = before[after.certification.code]
        assert after.coverage >= earlier.coverage
        assert touched(after) >= touched(earlier)
        assert set(after.related_experiences) >= set(earlier.related_experiences)
        assert states(earlier).count("oui") <= states(after).count("oui")


@settings(deadline=None)
@given(experiences.flatmap(lambda told: st.tuples(st.just(told), st.permutations(range(len(told))))))
def test_the_order_of_experiences_is_irrelevant(told: tuple[list[dict[str, Any]], list[int]]) -> None:
    given_order, order = told
    before = INDEX.relate(dossier(*given_order)).shortlist
    after = INDEX.relate(dossier(*(given_order[place] for place in order))).shortlist
    for one, other in zip(before, after, strict=True):
        assert one.certification == other.certification
        assert states(one) == states(other)
        assert one.coverage == other.coverage
        assert one.values == other.values
        assert set(one.related_experiences) == {order[index] for index in other.related_experiences}


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=50))
def test_any_text_can_be_told(title: str, activity: str, project: str) -> None:
    printable = "".join(c for c in title + activity if c.isprintable() and not "\ud800" <= c <= "\udfff")
    INDEX.relate(dossier(experience(printable[:100], printable), project=printable or None))


def test_six_thousand_certifications() -> None:
    fields = ("soudure", "comptabilité", "vente", "jardinage", "cuisine", "réseau", "paie", "droit", "danse", "optique")

    def word(number: int) -> str:
        return "".join(f"{'bcdfghjklm'[int(digit)]}a" for digit in str(number))

    many = [
        certification(
            f"T{number:04d}",
            f"Spécialiste {fields[number % 10]} {word(number)}",
            *(
                bloc(
                    f"T{number:04d}BC{place}", f"Pratiquer {fields[(number + place) % 10]} de type {number * 7 + place}"
                )
                for place in range(4)
            ),
            rome=(f"{'ABCDEFGHIJ'[number % 10]}1{number % 9}0{number % 7}",),
        )
        for number in range(6000)
    ]
    index = CertificationIndex([*many, *CATALOGUE], SETTINGS)
    found = index.relate(dossier(*[BOOKS, TILL] * 3))
    assert len(found.shortlist) == SETTINGS.shortlist
    assert found.shortlist[0].certification == COMPTABLE
