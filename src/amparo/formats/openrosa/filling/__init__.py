"""Filling a form in on a page of our own, without script: one request after the other, from nothing but the answers.

:func:`blank_form` reads a form once. :class:`Filling` is that form with the answers so far; :func:`pages` are what to
show, :func:`wrong_answers` what to ask again, and :func:`instance_xml` what is sent at the end, as a phone sends it.
:func:`cannot_ask` says beforehand what our page cannot do with a form. Pure: the moment, the number of the answers (the
seed of chance) and the language are given.
"""

from amparo.formats.openrosa.filling.asking import cannot_ask, may_be_filled, sentence, troubles
from amparo.formats.openrosa.filling.blank import MOST_TOLD, Blank, Trouble, blank_form
from amparo.formats.openrosa.filling.checking import WrongAnswer, wrong_answers
from amparo.formats.openrosa.filling.filled import Filling
from amparo.formats.openrosa.filling.pages import Page, page_after, page_before, page_unseen, pages
from amparo.formats.openrosa.filling.sending import instance_xml, written
from amparo.formats.openrosa.filling.telling import one_less, one_more

__all__ = [
    "MOST_TOLD", "Blank", "Filling", "Page", "Trouble", "WrongAnswer", "blank_form", "cannot_ask", "instance_xml",
    "may_be_filled", "one_less", "one_more", "page_after", "page_before", "page_unseen", "pages", "sentence",
    "troubles", "written", "wrong_answers",
]  # fmt: skip
