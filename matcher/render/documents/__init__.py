"""Sheets to print, to send, to write on: each is built once, then written as HTML, PDF, DOCX or JSON."""

from matcher.render.documents.files import FORMATS, SHEETS, UnknownFormat, sheet_file, write_sheet
from matcher.render.documents.subject import Subject, subject_of

__all__ = ["FORMATS", "SHEETS", "Subject", "UnknownFormat", "sheet_file", "subject_of", "write_sheet"]
