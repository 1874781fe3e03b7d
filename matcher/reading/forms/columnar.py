"""Tables that already have typed columns: Parquet files and frames."""

from __future__ import annotations

from collections.abc import Iterator
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
        import pyarrow
        import pyarrow.parquet

        try:
            self._file = pyarrow.parquet.ParquetFile(path)
        except (pyarrow.ArrowException, OSError) as fault:
            raise FormsRefused.at(
                name, f"le fichier Parquet ne peut pas être lu ({fault})", "un fichier entier"
            ) from None
        super().__init__(name, filled_heading(name, tuple(self._file.schema_arrow.names), 0), 1)

    def values(self) -> Iterator[tuple[Any, ...]]:
        for batch in self._file.iter_batches(batch_size=_ROWS):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


class FrameTable(TypedTable):
    """A pandas frame; its first row is line 1."""

    def __init__(self, frame: pd.DataFrame, name: str) -> None:
        super().__init__(name, filled_heading(name, tuple(map(str, frame.columns)), 0), 1)
        self._frame = frame.astype(object).where(frame.notna(), None)

    def values(self) -> Iterator[tuple[Any, ...]]:
        yield from self._frame.itertuples(index=False, name=None)
