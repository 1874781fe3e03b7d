"""La documentation : des pages écrites à la main, et des pages tirées des règles, des modèles et de la commande."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

project = "vae-cnam"
author = "Les contributeurs de vae-cnam"
copyright = "Licence MIT"
release = version = installed("vae-cnam")
language = "fr"

extensions = ["myst_parser", "sphinx.ext.autodoc", "generated"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_ext"]
nitpicky = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "undoc-members": False, "exclude-members": "model_config"}

html_theme = "furo"
html_title = "vae-cnam"
html_copy_source = False
# Ni police ni script pris au dehors : la documentation se lit sans réseau.
html_theme_options = {"source_repository": "", "source_branch": ""}
