"""The pages of the rooms beside the desk of care: of other houses, of what is counted, of the law."""

from tests.browser.evidence_pages import OF_EVIDENCE
from tests.browser.houses_pages import OF_HOUSES
from tests.browser.law_pages import OF_LAW

OF_ROOMS = OF_HOUSES | OF_EVIDENCE | OF_LAW
