"""Spreadsheets: every sheet of XLS, XLSX and ODS, and CSV in the encodings of Chinese banks, as grids of text."""

from __future__ import annotations

from pipeline.model import Opened, Source


def open_spreadsheet(source: Source) -> Opened:
    """The sheets of a spreadsheet or CSV file. A file that cannot be read gives an `Opened` with its problem."""
    raise NotImplementedError
