"""Spreadsheets in the format XLSForm: a form made of one, and one made of an instrument of the library.

What a stranger sends is read by a child behind walls; this side loads neither pyxform nor a reader of workbooks.
"""

from amparo.formats.xlsform.before import Ticked, standards
from amparo.formats.xlsform.convert import Converted, convert
from amparo.formats.xlsform.faults import BadSheet, Fault
from amparo.formats.xlsform.limits import LARGEST, SECONDS
from amparo.formats.xlsform.writing import workbook

__all__ = ["LARGEST", "SECONDS", "BadSheet", "Converted", "Fault", "Ticked", "convert", "standards", "workbook"]
