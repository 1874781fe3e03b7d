"""Step 1: the nearest centre, and whom to write to."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.model.path import Step, StepItem
from matcher.reading.path_entries import Centre, Contact
from matcher.steps.journey import Journey, listed, question
from matcher.steps.places import Nearby

_ASK_POSTCODE = "Quel est votre code postal, ou votre pays si vous vivez hors de France ?"


def accueil(journey: Journey) -> Step:
    items = [*_place(journey), *_centres(journey), *_contacts(journey)]
    named = [one for near in journey.nearby for one in (*near.in_charge, *near.nearest)[:1]]
    if not journey.nearby:
        state, summary = "a_completer", "Centre à trouver : le code postal manque ou n'est pas reconnu."
    elif not named:
        state, summary = "a_verifier", "Aucun centre connu à cet endroit : passer par le contact national."
    else:
        sure = all(one.confidence == "verified" for one in named)
        state = "pret" if sure else "a_verifier"
        summary = f"Centre : {listed(dict.fromkeys(one.name for one in named))}{'' if sure else ', à vérifier'}."
    return Step(number=1, name="Accueil", state=state, summary=summary, items=tuple(items))


def _place(journey: Journey) -> Iterator[StepItem]:
    """What the postcode says, and what it does not."""
    given, read = journey.case.dossier.postcode, journey.postcode
    if journey.abroad:
        return
    if read is None:
        said = f" (« {given} » n'est pas un code postal connu)" if given else ""
        yield question(f"{_ASK_POSTCODE}{said}")
        return
    if read.repaired:
        text = f"« {given} » lu {read.text} : le zéro du début s'est perdu. À confirmer."
        yield StepItem(kind="avertissement", title="Code postal", text=text)
    if len(read.departments) > 1:
        names = listed(f"{one.name} ({one.code})" for one in read.departments)
        text = (
            f"Le code postal {read.text} dessert plusieurs départements : {names}. Les centres de chacun sont donnés."
        )
        yield StepItem(kind="information", title="Code postal", text=text)


def _centres(journey: Journey) -> Iterator[StepItem]:
    national = next((one for one in journey.data.contacts if one.national), None)
    told: set[str] = set()
    for near in journey.nearby:
        for role, centres in _roles(journey, near):
            for centre in centres:
                if centre.id not in told:
                    told.add(centre.id)
                    yield _centre_item(centre, role, national)
        if not (near.in_charge or near.nearest):
            text = f"{near.place} : aucun centre connu. {_by_national(national)}."
            yield StepItem(kind="avertissement", title="Centre", text=text)
        for centre in near.announced:
            text = f"{centre.name} : ouverture annoncée, non vérifiée. Ne pas y adresser une personne sans appeler."
            yield StepItem(kind="information", title="Centre annoncé", text=text, **_read_in(centre))


def _roles(journey: Journey, near: Nearby) -> Iterator[tuple[str, tuple[Centre, ...]]]:
    yield "Centre du pays" if journey.abroad else "Centre de la région", near.in_charge
    yield "Lieu proche" if near.in_charge else "Lieu connu le plus proche", near.nearest


def _centre_item(centre: Centre, role: str, national: Contact | None) -> StepItem:
    town = " ".join(filter(None, (centre.postcode, centre.city)))
    address = ", ".join(filter(None, (centre.address, town)))
    if not centre.address:
        place = f"{centre.city}, adresse" if centre.city else "Adresse"
        address = f"{place} non connue. {_by_national(national)}"
    reach = " ; ".join(filter(None, (centre.phone, centre.email)))
    unsure = {"to_confirm": "ouverture à confirmer"}.get(centre.status)
    doubts = " ; ".join(filter(None, (unsure, centre.doubt)))
    text = f"{role} : {address}"
    text += f" ; {reach}" if reach else ""
    text += f" ({doubts})" if doubts else ""
    return StepItem(kind="contact", title=centre.name, text=text, link=centre.website, **_read_in(centre))


def _by_national(national: Contact | None) -> str:
    if national is None:
        return "Contact à demander au siège du Cnam."
    return f"Contact national : {', '.join(filter(None, (national.name, national.address, national.phone)))}"


def _contacts(journey: Journey) -> Iterator[StepItem]:
    """The contacts that hold on the filing date."""
    day = journey.case.dossier.filed_on
    for one in journey.data.contacts:
        if (one.from_ is None or one.from_ <= day) and (one.until is None or day < one.until):
            reach = " ; ".join(filter(None, (one.address, one.phone)))
            text = ". ".join(filter(None, (reach, one.text)))
            yield StepItem(kind="contact", title=one.name, text=text, link=one.link, **_read_in(one))


def _read_in(entry: Centre | Contact) -> dict[str, str]:
    """Where a fact was read, and when."""
    when = (
        f"lu le {entry.read_on}" if entry.read_on and len(entry.read_on) > len("2024-08") else f"lu en {entry.read_on}"
    )
    return {
        "source": f"{entry.source} ({when if entry.read_on else 'date de lecture non connue'})",
        "confidence": entry.confidence,
    }
