"""The candidate's sheet: one page in plain French to take away. No score, no rank, and always something to do next."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.model.report import Match, Opinion
from matcher.questions import ALERT, urgency
from matcher.render.certification import OPINION_RULES
from matcher.render.charts.coverage import bloc_name
from matcher.render.documents.blocks import BLANK, Document, Fields, Items, Paragraph, Section
from matcher.render.documents.parts import versions_line
from matcher.render.documents.steps import contacts_of, doubt
from matcher.render.documents.subject import Subject
from matcher.render.gathered import documents_of
from matcher.render.typography import long_date
from matcher.render.wording import CERTIFICATION_KINDS

SHOWN = 3
"""Targets, things to bring: three of each, so that they are read."""

_INTRODUCTION = (
    "La VAE permet d'obtenir un diplôme grâce à ce que vous avez déjà fait.",
    "Cette fiche garde la trace de notre échange. Ce n'est pas une décision.",
    "Le Cnam dit si votre demande est recevable. Un jury regarde ensuite vos compétences.",
)
_OPINIONS: dict[Opinion, tuple[str, str]] = {
    "favorable_probable": ("Bonne piste", "Ce que vous avez fait va dans le sens de ce diplôme."),
    "a_completer": ("À compléter", "Il nous manque encore une information."),
    "defavorable_probable": ("À retravailler", "Pour l'instant, une condition n'est pas remplie."),
    "non_appreciable": ("À voir avec le Cnam", "Ce diplôme suit les règles propres du Cnam."),
}
"""How an opinion is said to the person: a word, and a sentence."""

_LEVELS = {3: "comme un CAP", 4: "comme un bac", 5: "bac + 2", 6: "bac + 3", 7: "bac + 5", 8: "bac + 8"}
_ALWAYS_USEFUL = ("votre CV, même ancien", "vos diplômes et attestations", "cette fiche")
_OTHER_WAYS = (
    "Parlez-en avec votre conseiller : une partie du diplôme, un autre diplôme ou une formation sont parfois possibles."
)
_NEXT: dict[Opinion, str] = {
    "favorable_probable": "Préparez votre demande de recevabilité. Votre conseiller vous explique comment la remplir.",
    "a_completer": "Cherchez les réponses aux questions de cette fiche. Puis revoyez votre conseiller.",
    "defavorable_probable": "Revoyez votre projet avec votre conseiller : d'autres expériences ou une autre piste.",
    "non_appreciable": "Demandez à votre centre s'il propose une VAE pour ce diplôme.",
}
"""The next step, by the best opinion among the targets: the first of these that is found."""


def candidate_sheet(subject: Subject) -> Document:
    """The sheet that the person takes away."""
    targets = _chosen(subject)
    told: set[str] = set()
    sections = (
        Section("Vos pistes", _no_target(targets), tuple(_target(match, told) for match in targets)),
        Section("Trois choses à apporter", (Items(_to_bring(subject, targets), "boxes"),)),
        Section("Votre prochaine étape", (Paragraph(_next_step(subject, targets)),)),
        Section("Votre contact", (_contact(subject),)),
    )
    return Document(
        title="Votre projet de VAE",
        subtitle=f"Dossier {subject.report.dossier}, déposé le {long_date(subject.report.filed_on)}",
        dossier=subject.report.dossier,
        filed_on=subject.report.filed_on,
        edited_on=subject.edited_on,
        disclaimer=" ".join(_INTRODUCTION),
        sections=sections,
        versions=versions_line(subject.report),
        large=True,
    )


def _chosen(subject: Subject) -> tuple[Match, ...]:
    """Three at most, the one that the person aims at among them."""
    first = [match for match in subject.report.matches if match is not subject.aimed]
    kept = ([subject.aimed] if subject.aimed else []) + first
    return tuple(sorted(kept[:SHOWN], key=lambda match: match.rank))


def _no_target(targets: tuple[Match, ...]) -> tuple[Paragraph, ...]:
    if targets:
        return ()
    return (Paragraph("Racontez d'abord une expérience : un emploi, du bénévolat, un mandat, un stage."),)


def _target(match: Match, told: set[str]) -> Section:
    """One target; ``told`` grows with what is said, so that nothing is read twice."""
    word, sentence = _OPINIONS[match.opinion]
    level = f" — niveau {match.level}, {_LEVELS[match.level]}" if match.level in _LEVELS else ""
    kind = CERTIFICATION_KINDS.get(match.kind, match.kind)
    return Section(
        match.title,
        (
            Paragraph(f"{kind[0].upper()}{kind[1:]}{level} ({match.rncp or match.certification})", "note"),
            Paragraph(f"{word}. {sentence}", "lead"),
            Items(tuple(_advice(match, told))),
        ),
    )


def _advice(match: Match, told: set[str]) -> Iterator[str]:
    """What goes well, what is missing, and what to do: never a refusal alone."""
    well = [bloc_name(bloc) for bloc in match.blocs if bloc.state == "oui"][:2]
    if well:
        yield f"Vous savez déjà faire : {' ; '.join(well)}."
    if match.opinion == "defavorable_probable":
        yield from _failing(match)
    questions = [one.ask for one in match.questions if urgency(one.effect) < urgency(ALERT)][:2]
    yield from (f"À nous dire : {ask}" for ask in questions if ask not in told)
    if questions and told.issuperset(questions):
        yield "Répondez à la même question que plus haut."
    told.update(questions)
    if match.opinion == "defavorable_probable":
        if _OTHER_WAYS not in told:
            yield _OTHER_WAYS
        told.add(_OTHER_WAYS)
    elif match.opinion == "favorable_probable":
        left = next((bloc_name(bloc) for bloc in match.blocs if bloc.state == "non"), None)
        yield f"À raconter encore, si vous l'avez fait : {left}." if left else "Préparez vos preuves."
    elif match.opinion == "non_appreciable":
        yield "Demandez au centre si une VAE est possible pour ce diplôme."
    elif not questions:
        yield "Demandez à votre conseiller ce qui manque."


def _failing(match: Match) -> Iterator[str]:
    for finding in match.findings:
        if (finding.kind, finding.outcome) == ("blocking", "not_met") and not finding.rule.startswith(OPINION_RULES):
            yield finding.message


def _to_bring(subject: Subject, targets: tuple[Match, ...]) -> tuple[str, ...]:
    wanted = [
        f"Pour « {subject.name_of(experience)} » : {why}"
        for experience, why, _ in documents_of(targets)
        if experience is not None
    ]
    whole = [why for experience, why, _ in documents_of(targets) if experience is None]
    return tuple(dict.fromkeys((*wanted[: SHOWN - 1], *whole, *wanted, *_ALWAYS_USEFUL)))[:SHOWN]


def _next_step(subject: Subject, targets: tuple[Match, ...]) -> str:
    opinions = {match.opinion for match in targets}
    step = next((words for opinion, words in _NEXT.items() if opinion in opinions), None)
    if step is None:
        return "Racontez-nous une première expérience. Nous chercherons ensuite un diplôme avec vous."
    on_portal = subject.report.procedure == "portail" and "favorable_probable" in opinions
    return f"{step} Elle se fait sur le site France VAE." if on_portal else step


def _contact(subject: Subject) -> Fields:
    """The centre, and the site about VAE, that the report knows; the rest is for the adviser's hand."""
    contacts = contacts_of(subject)
    centre = contacts[0] if contacts else None
    site = next((item for item in contacts if item.link and "VAE" in item.title), None)
    return Fields(
        (
            ("Votre centre Cnam", f"{centre.title}. {centre.text}{doubt(centre)}" if centre else BLANK),
            ("Conseiller, téléphone", BLANK),
            ("Prochain rendez-vous", BLANK),
            *([(site.title, f"{site.link}{doubt(site)}")] if site else []),
        )
    )
