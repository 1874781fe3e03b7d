"""Run every measure and write benchmarks/results.md."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks import columns, frame, judges, occupations, one_dossier, register
from benchmarks.measuring import machine

RESULTS = Path(__file__).with_name("results.md")
MEASURES = {
    "Un dossier de six expériences": one_dossier.run,
    "Les juges": judges.run,
    "Le juge en colonnes": columns.run,
    "Les intitulés de poste": occupations.run,
    "Le registre entier": register.run,
    "Des lots de dossiers": frame.run,
}


def main() -> None:
    lines = [f"# Mesures du {date.today():%d/%m/%Y}", "", f"{machine()}. Machine partagée : lire les rapports.", ""]
    for title, measure in MEASURES.items():
        lines += [f"## {title}", ""]
        print(title)
        for line in measure():
            print(line, flush=True)
            lines.append(line)
        lines.append("")
    RESULTS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
