"""How well texts find their job or certification: four measures on public data, and labelled dossiers.

See ``__main__`` for the command, ``queries`` for what is asked, ``results.md`` for the last figures.
"""
