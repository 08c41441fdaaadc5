"""The lists of pages that a browser looks at leave none out: a page that stands in no list is seen by no test."""

from urllib.parse import urlsplit

from django.urls import resolve

from amparo.config.paths import WORDS
from amparo.config.reference import named_patterns
from amparo.config.urls import PUBLIC
from tests.browser.author_house import LOOKED_AT as QUESTIONNAIRES
from tests.browser.evidence_pages import LOMA
from tests.browser.houses_pages import ALBERGUE, CEIBO, LITORAL
from tests.browser.pages import BY_ADDRESS, CASES, DANI, DESK, KIARA, MARITZA, SECOND, STAFF, public_pages
from tests.browser.test_analysed_journeys_pressures import LOOKED_AT as PRESSURES
from tests.browser.test_between_journeys import LOOKED_AT as BETWEEN
from tests.browser.test_data_journeys import LOOKED_AT as DATA
from tests.browser.test_field_journeys_coupons import LOOKED_AT as COUPONS
from tests.browser.test_field_journeys_paper import LOOKED_AT as FORMS
from tests.browser.test_field_journeys_study import LOOKED_AT as STUDIES
from tests.browser.test_field_journeys_tables import LOOKED_AT as TABLES
from tests.browser.test_home_journeys import LOOKED_AT as HOMES
from tests.browser.test_legal_proof_journey import LOOKED_AT as PROOF
from tests.browser.test_legal_threat_journey import LOOKED_AT as MATTERS
from tests.browser.test_night_journeys import LOOKED_AT as NIGHTS
from tests.browser.test_paper_writing_journeys import LOOKED_AT as PAPERS
from tests.browser.test_profile_journeys import LOOKED_AT as PROFILES
from tests.browser.test_release_journeys import LOOKED_AT as RELEASES

ONE = "/0123456789abcdef"
IN_JOURNEYS = (
    STUDIES | QUESTIONNAIRES | FORMS | COUPONS | TABLES | PRESSURES | PROFILES | RELEASES | BETWEEN | NIGHTS | HOMES
)
IN_JOURNEYS |= PAPERS | PROOF | MATTERS
# Where the link leads that is followed from a list: what stands before a reference in its address.
FOLLOWED = {"article a": "", "aside li a": "/grupo", "ul.jump a": ""}
FOLLOWED |= {"section h2 a": "/lugares", "section ul a": "/noche"} | dict.fromkeys((SECOND, KIARA, MARITZA, DANI), "")
FOLLOWED |= dict.fromkeys((CEIBO, ALBERGUE, LITORAL), "") | {LOMA: "/de-otra"}
OF_ONE = {"/fin", "/si"}  # a form of a list that is about one line of it
# No pages with words of their own: a press, the two steps of the way out, a recording, what programs read.
ONLY_PRESSED = {
    "desk_phones", "desk_decide", "desk_missing_table", "sign_out", "team_new", "team_remove", "team_roles",
    "team_vouch", "landmark_remove", "lock", "phone_lost", "team_phone",
    "desk_letter_note", "desk_letter_assign", "desk_letter_close", "desk_letter_file",
    "case_move", "case_assign", "case_summary_yes", "case_permission_again",
    "case_hold_agree", "case_hold_end", "case_seen", "case_put_away", "case_contact_ok",
    "export_agree", "export_refuse", "export_take_back", "export_write", "export_beside", "export_open",
    "case_incident_otherwise", "case_incident_end", "case_screen_second", "case_screen_end",
    # The page of a note is the form of a new one; the rest is what a press leads to, looked at with its page.
    "case_note", "case_task_done", "case_supervise_end", "case_quality_stop",
    "case_arrived", "matter_counted",
    "case_referral_step", "case_referral_tell", "case_referral_pass", "case_referral_agree", "case_referral_attempt",
    "case_referral_back", "case_referral_next", "case_referral_refused",
    "portal_away", "portal_back", "portal_reply", "focal_accredit", "focal_check", "focal_letter_again",
    "health_check", "health_become", "health_sign", "health_agreement_end",
    "minding_carer_new", "minding_carer_end", "minding_collector_new", "minding_collector_end", "minding_protect",
    "minding_move", "minding_turned_away",
    "study_take_in", "study_phone_renew", "study_phone_lost", "study_form_correct", "study_form_out", "study_form_in",
    "questionnaire_sign", "questionnaire_back", "questionnaire_next", "questionnaire_download", "questionnaire_file",
    "from_paper_empty", "study_word_seen", "study_word_file",
    "agreement_file", "agreement_confirm", "agreement_share", "rows_send", "rows_receipt", "rows_take_in",
    "rows_receipt_file",
    "channel", "key_ties", "key_confirm", "sheets_confirm", "pressures_table",
    "profile_table", "profile_again",
    "matter_housing_paid", "matter_housing_held", "matter_housing_off", "matter_document_file", "matter_document_end",
    "release_check", "release_read", "release_withdraw", "release_again", "release_out",
    "release_outside", "release_answer", "theirs_say", "theirs_answer",
    "law_day_end",
    # Of a matter: what a press leads to, looked at with its page; a folder that waits is looked at with its list.
    "matter_part_end", "matter_deadline_done", "matter_steps", "matter_look", "matter_settle", "matter_move",
    "matter_close", "matter_assign", "matter_share", "matter_leave", "matter_destroy", "feed_end",
    "exhibit_file", "exhibit_word", "exhibit_hand", "exhibit_privilege", "folder", "folder_agree", "folder_refuse",
    "folder_take",
}  # fmt: skip
NO_PAGE = {"leave", "leave_2", "robots", "audio", "words", "letter_sealed", "back_sealed"}
NO_PAGE |= {"data_feed", "data_csv", "data_tags", "data_map"}
SAME_PAGE = {"service_page": "service", "change_search": "search again", "feedback": "said", "sign_in": "entrance"}
# What a form of a letter leads to is listed by what is then on the screen.
SAME_PAGE |= {
    "letter_send": "arrived", "sentence": "sentence again", "back_open": "hers", "back_older": "older",
    "back_reply": "reply refused", "back_change": "change", "back_end": "end", "back_case": "agreed",
}  # fmt: skip


def name_of(address: str, then: str) -> str:
    """The name of the page that an entry of the list of the desk leads to."""
    path = urlsplit(address).path
    then, _, pressed = then.partition(">> ")
    selector, _, more = then.strip().partition("|")
    selector, _, further = selector.partition(" => ")
    more = (further.split("'")[1].rstrip("/") + ONE if further else "") + more
    if path == f"{CASES}/hoy" and selector:  # its lines lead to a task, two references deep
        path = f"{CASES}{ONE}/tarea"
    path = path.removesuffix("/carga") if selector else path
    if "href$=" in selector:
        path += ONE + selector.split("'")[1]
    elif selector in FOLLOWED:
        path += FOLLOWED[selector] + ONE + more
    if pressed and not path.endswith(pressed):  # a form that is sent to its own page
        path += pressed if selector or pressed not in OF_ONE else ONE + pressed
    return resolve(path).view_name


def test_every_page_of_the_desk_is_looked_at() -> None:
    pages = {name for name, _pattern, _view in named_patterns() if name not in PUBLIC} - ONLY_PRESSED
    addresses = [(address, then) for _role, address, then in STAFF.values() if address != f"{DESK}/nada"]
    seen = {name_of(address, then) for address, then in addresses}
    assert len(pages) >= 16
    assert pages - seen - IN_JOURNEYS == set(), "in the lists, or in a journey"


def test_what_is_only_pressed_is_there() -> None:
    assert {name for name, _pattern, _view in named_patterns()} >= ONLY_PRESSED


def test_every_public_page_is_looked_at() -> None:
    pages = {name for name in PUBLIC - NO_PAGE if not name.startswith(("hsds", "api"))}
    listed = {*public_pages(), *STAFF, *FORMS, *DATA}
    missing = {name for name in pages if SAME_PAGE.get(name, name) not in listed}
    assert missing == set()
    assert set(BY_ADDRESS) - {"home"} <= set(WORDS)
