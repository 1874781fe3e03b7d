"""The command line speaks French: help pages and usage errors, in place of those that Typer has in English."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_WIDTH = 100
_HELP = "Affiche cette aide."


class UsageFault(typer.TyperException):
    """A command wrongly written; ``message`` is a French sentence."""

    exit_code = 2

    def __init__(self, message: str, ctx: Any = None) -> None:
        super().__init__(message)
        self.ctx = ctx


class FrenchCommand(TyperCommand):
    """A command whose help and errors are in French."""

    def get_help(self, ctx: Any) -> str:
        return help_page(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise UsageFault(f"argument en trop : « {' '.join(left)} »", ctx)
        return left


class MissingCommand(UsageFault):
    """No command was given: the help page answers."""


class FrenchGroup(TyperGroup):
    """A group of commands whose help and errors are in French."""

    def get_help(self, ctx: Any) -> str:
        return help_page(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            raise MissingCommand("il manque une commande", ctx)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = get_close_matches(name, self.list_commands(ctx), n=1)
            hint = f" (peut-être « {near[0]} »)" if near else ""
            raise UsageFault(f"commande inconnue : « {name} »{hint}", ctx)
        return super().resolve_command(ctx, args)


def help_page(command: Any, ctx: Any) -> str:
    """What ``--help`` prints."""
    lines = [usage_line(command, ctx), "", *_paragraphs(command.help or "")]
    parameters = [parameter for parameter in command.get_params(ctx) if not parameter.hidden]
    arguments = [one for one in parameters if one.param_type_name == "argument"]
    options = [one for one in parameters if one.param_type_name == "option"]
    lines += _table("Arguments", [(_metavar(one), one.help or "") for one in arguments])
    if isinstance(command, TyperGroup):
        names = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
        lines += _table("Commandes", [(name, (one.help or "").split("\n")[0]) for name, one in names if one])
    lines += _table("Options", [(_option(one), _option_help(one, ctx)) for one in options])
    return "\n".join(lines)


def usage_line(command: Any, ctx: Any) -> str:
    words = [ctx.command_path]
    for parameter in command.get_params(ctx):
        if parameter.param_type_name == "argument":
            name = _metavar(parameter)
            words.append(name if parameter.required else f"[{name}]")
    if isinstance(command, TyperGroup):
        words.append("COMMANDE")
    return f"Usage : {' '.join(words)} [OPTIONS]"


def _paragraphs(text: str) -> list[str]:
    """Paragraphs wrapped; those that begin with two spaces are examples, kept as they are."""
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        kept = paragraph.startswith("  ")
        lines += paragraph.split("\n") if kept else textwrap.wrap(" ".join(paragraph.split()), _WIDTH)
        lines.append("")
    return lines[:-1]


def _table(title: str, rows: list[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    left = max(len(name) for name, _ in rows) + 4
    lines = ["", f"{title} :"]
    for name, text in rows:
        wrapped = textwrap.wrap(text, _WIDTH - left) or [""]
        lines.append(f"  {name:<{left - 2}}{wrapped[0]}".rstrip())
        lines += [" " * left + line for line in wrapped[1:]]
    return lines


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _option(parameter: Any) -> str:
    name = ", ".join(parameter.opts)
    return name if parameter.is_flag else f"{name} {_metavar(parameter)}"


def _option_help(parameter: Any, ctx: Any) -> str:
    return _HELP if parameter.name in {"help", *ctx.help_option_names} else parameter.help or ""


def french_error(error: typer.TyperException) -> str:
    """The message of a usage error, in French whatever Typer says of it."""
    if isinstance(error, UsageFault):
        return error.message
    kind, parameter = type(error).__name__, getattr(error, "param", None)
    option = getattr(error, "option_name", None)
    if kind == "MissingParameter" and parameter is not None:
        if parameter.param_type_name == "argument":
            return f"il manque l'argument {_metavar(parameter)}"
        return f"il manque l'option {parameter.opts[0]}"
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None)
        hint = f" (peut-être « {sorted(near)[0]} »)" if near else ""
        return f"option inconnue : « {option} »{hint}"
    if kind == "BadOptionUsage":
        lacks = "requires" in error.message
        return f"l'option {option} demande une valeur" if lacks else f"l'option {option} n'admet pas de valeur"
    if parameter is not None:
        return f"valeur impossible pour {parameter.opts[0]}"
    return "la commande est mal formée"


def whole_number(text: str, option: str) -> int:
    """The value of an option that counts something, from 1. Raises UsageFault."""
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text):
        raise UsageFault(f"{option} : « {text[:80]} » lu ; attendu : un nombre entier d'au moins 1")
    return int(text)


def full_date(text: str | None, option: str) -> date | None:
    """The value of an option that gives a day. Raises UsageFault."""
    from matcher.model.dates import EXPECTED_DAY, PartialDate

    if text is None:
        return None
    try:
        read = PartialDate.from_iso(text)
        problem = "" if read.exact else "la date doit être complète"
    except ValueError as error:
        problem = str(error)
    if problem:
        raise UsageFault(f"{option} : {problem} (« {text[:80]} » lu) ; attendu : {EXPECTED_DAY}")
    return read.first
