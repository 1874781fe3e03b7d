"""Tables that already have typed columns: Parquet files and frames."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.reading.forms.refusal import FormsRefused
from matcher.reading.forms.table import TypedTable, filled_heading

if TYPE_CHECKING:
    import pandas as pd

_ROWS = 1_000


class ParquetTable(TypedTable):
    """A Parquet file; its first row is line 1, since its heading is no line of it."""

    def __init__(self, path: Path, name: str) -> None:
        import pyarrow.parquet

        with _whole(name):
            self._file = pyarrow.parquet.ParquetFile(path)
        super().__init__(name, filled_heading(name, tuple(self._file.schema_arrow.names), 0), 1)

    def values(self) -> Iterator[tuple[Any, ...]]:
        batches = self._file.iter_batches(batch_size=_ROWS)
        while True:
            with _whole(self.name):
                batch = next(batches, None)
                if batch is None:
                    return
                rows = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
            yield from rows


@contextmanager
def _whole(name: str) -> Iterator[None]:
    """Raises FormsRefused for a damaged file, wherever the damage shows: at its opening, in its pages, in a value."""
    import pyarrow

    try:
        yield
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError):
        raise FormsRefused.at(name, "le fichier Parquet est abîmé", "un fichier entier") from None


class FrameTable(TypedTable):
    """A pandas frame; its first row is line 1."""

    def __init__(self, frame: pd.DataFrame, name: str) -> None:
        super().__init__(name, filled_heading(name, tuple(map(str, frame.columns)), 0), 1)
        self._frame = frame.astype(object).where(frame.notna(), None)

    def values(self) -> Iterator[tuple[Any, ...]]:
        yield from self._frame.itertuples(index=False, name=None)
