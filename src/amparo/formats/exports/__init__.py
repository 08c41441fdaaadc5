"""Answers that a house gathered elsewhere, read out of the files that other programs export. Pure.

ODK Central (a zip of CSV, or OData as JSON), KoboToolbox (CSV, XLSX, or the JSON of its interface), folders of filled
forms as phones and ODK Briefcase keep them, and a plain table with a column for each question. ``reading.read_export``
opens any of them and gives rows that say the same, whatever file they came from. Nothing is asked of another server:
somebody saved the file, and brings it.

What tells who asked and with which phone is left behind, by name. A row that cannot be read is told with its line, its
column and what to do; no sentence repeats an answer.
"""
