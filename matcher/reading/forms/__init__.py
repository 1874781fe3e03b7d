"""Contact forms: dirty files in, one line out for each line in, with every repair told."""

from matcher.reading.forms.files import FormReader, open_tables, read_frame
from matcher.reading.forms.line import FormLine
from matcher.reading.forms.refusal import FormsRefused

__all__ = ["FormLine", "FormReader", "FormsRefused", "open_tables", "read_frame"]
