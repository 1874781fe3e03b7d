"""Lines of a given width, wrapped at ordinary spaces only, so that a no-break space never ends a line."""

from __future__ import annotations

import textwrap

from rich.text import Text

from matcher.render.typography import typeset


class Page:
    """Collects the lines of a text to be shown. Widths are in characters."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[Text] = []

    def blank(self) -> None:
        """One empty line, never two in a row."""
        if self.lines and self.lines[-1].plain:
            self.lines.append(Text())

    def heading(self, text: str) -> None:
        self.blank()
        title = typeset(text)
        self.lines.append(Text(f"── {title} " + "─" * max(0, self.width - len(title) - 4), style="bold"))

    def write(
        self, text: str, *, mark: str = "", indent: int = 0, style: str = "", mark_style: str = ""
    ) -> None:
        """A paragraph after its mark; the following lines are aligned under the first."""
        start = " " * indent + mark
        room = max(20, self.width - len(start))
        for number, line in enumerate(_wrapped(typeset(text), room)):
            shown = Text(start if number == 0 else " " * len(start), style=mark_style or style)
            shown.append(line, style=style)
            shown.rstrip()
            self.lines.append(shown)

    def __str__(self) -> str:
        return "\n".join(line.plain for line in self.lines) + "\n"


def _wrapped(text: str, width: int) -> list[str]:
    # textwrap ne coupe qu'aux espaces ordinaires : les insécables tiennent.
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]
