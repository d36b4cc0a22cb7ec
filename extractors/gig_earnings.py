"""Earnings of platforms that no file of `platforms/` declares: read like all others, as `platform: "other"`."""

from extractors._earnings import generic_reader

READER = generic_reader()
