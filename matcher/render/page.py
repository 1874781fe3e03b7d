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
        self._after_heading = False

    def blank(self) -> None:
        """One empty line: never two in a row, never under a heading."""
        if self.lines and self.lines[-1].plain and not self._after_heading:
            self.lines.append(Text())

    def heading(self, text: str) -> None:
        self.blank()
        *above, last = _wrapped(typeset(text), self.width - 6)
        for line in above:
            self.lines.append(Text(f"── {line}", style="bold"))
        self.lines.append(Text(f"── {last} ".ljust(self.width, "─"), style="bold"))
        self._after_heading = True

    def write(
        self, text: str, *, mark: str = "", aside: str = "", indent: int = 0, style: str = "", mark_style: str = ""
    ) -> None:
        """A paragraph after its mark, the following lines aligned under the first; ``aside`` follows, dimmed."""
        start = " " * indent + mark
        said = typeset(text)
        whole = f"{said} ({typeset(aside)})" if aside else said
        plain = len(said)
        for number, line in enumerate(_wrapped(whole, max(20, self.width - len(start)))):
            shown = Text().append(start if number == 0 else " " * len(start), style=mark_style or style)
            shown.append(line[: max(0, plain)], style=style).append(line[max(0, plain) :], style="dim")
            shown.rstrip()
            self.lines.append(shown)
            plain -= len(line) + 1
        self._after_heading = False

    def __str__(self) -> str:
        return "\n".join(line.plain for line in self.lines) + "\n"


def _wrapped(text: str, width: int) -> list[str]:
    # textwrap ne coupe qu'aux espaces ordinaires : les insécables tiennent.
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]
