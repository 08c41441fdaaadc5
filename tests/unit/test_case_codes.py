"""The lists on which a case stands: complete, in daily words, and each finer one under the coarser one it names.

What holds for every list (three languages, unique codes, her words) is in ``test_code_content``; here is what only
these promise. Codes, order and crosswalks are written out by hand.
"""

import itertools
import re

import pytest

from amparo.formats.readability import LONGEST_SENTENCE, hard_sentences, words
from tests.unit.test_code_content import LISTS, NATIONALITY, TABLES, fold, texts

AGREED = {
    "gender": "trans_woman travesti woman trans_man man non_binary own_words prefers_not",
    "pronoun": "she he they name_only own_words prefers_not",
    "answer": "yes no does_not_know prefers_not skipped not_asked",
    "core_type": "rape sexual_assault physical_assault forced_marriage denial psychological none_of_these",
    "relationship": "partner caregiver family client third_party employer landlord border_broker armed_group "
    "state_agent service_staff teacher schoolmate housemate friend_neighbour peer other stranger unknown",
    "state_branch": "police_national police_local military migration customs prison justice health education "
    "local_authority child_protection other unknown",
    "displacement_phase": "at_home before_leaving on_the_way where_she_is going_back after_return unknown",
    "time_of_day": "morning afternoon night unknown",
    "place_kind": "her_home their_home friends_home hotel bar work_street work_place street vehicle bus_terminal "
    "border_post trail forest river beach field farm mine market empty_house toilet school health_place shelter "
    "police_station detention public_office online other unknown",
    "service_decision": "referred by_us had_it not_needed declined unavailable",
    "case_state": "opening assessment plan support follow_up transferred closed",
    "closure_reason": "goals_met agreed she_asked no_contact moved transferred no_means died by_mistake",
    "referral_source": "herself letter peer health psychosocial legal livelihoods shelter school leader "
    "aid_organisation police state_service other unknown",
    "abduction": "none made_to_join held_for_gain other_taken unknown",
    "age_band": "under_12 12_17 18_24 25_34 35_44 45_59 60_more unknown",
    "age_group": "0_11 12_17 18_25 26_40 41_60 61_more unknown",
    "report_delay": "days_0_3 days_4_5 days_6_14 days_15_30 later unknown",
    "care_delay": "within_72 within_120 later unknown",
    "consent_kind": "engage_services share_for_referral share_nonidentifiable_stats share_coded_rows "
    "legal_representation evidence_use publish_story contact_by_channel cross_border_transfer notify_family "
    "alert_peers ombudsman_input",
    "consent_state": "not_asked given given_with_limits refused withdrawn expired",
    "consent_content": "coded_only need_summary contact identity narrative documents",
    "consent_method": "written signature_image thumbprint verbal_witnessed remote_code",
    "consent_flow": "case colleague referral to_state lawyer complaint evidence evidence_to_state statistics gbvims "
    "partner_rows cross_border contact family peers ombudsman story duty_or_danger",
    "task_kind": "call message by_peer visit meet accompany her_page ask_service paper_work other",
    "task_outcome": "reached nobody somebody_else stop done postponed not_done",
    "contact_reason": "not_asked did_not_say says_no only_words other_way no_where no_hours no_word no_peer shut "
    "no_permission no_kind she_wrote she_changed she_stopped",
    "closing_check": "needs_met no_contact she_asked plan_reviewed told_may_return",
    "slip_answer": "fully partly not_at_all",
    "carry_load": "light enough much",
    "carry_heavy": "no_heavy few_heavy many_heavy",
    "carry_rest": "rest_due rested",
    "consent_reason": "not_asked refused withdrawn expired not_yet other_kind other_recipient nobody_named is_state "
    "not_state nothing_named more_than_she_allowed more_than_needed limits_unread two_people",
}  # fmt: skip

# The words of the Incident Recorder for the kind of place, as its public forms have them.
RECORDER_PLACES = {
    "Bush/Forest", "Garden/Cultivated Field", "School", "Road", "Client's Home", "Perpetrator's Home", "Other",
    "Market", "Streamside", "Beach", "Farm", "Latrine", "Perpetrator's Friend's Home", "Entertainment Centre",
    "Unfinished House", "Guest House/Hotel",
}  # fmt: skip


def column(name: str, key: str) -> dict[str, object]:
    """One key of every code of a list that has it."""
    return {row["code"]: row[key] for row in LISTS[name] if key in row}


@pytest.mark.parametrize("name", sorted(AGREED))
def test_the_agreed_codes_are_there_in_their_order(name: str) -> None:
    assert [row["code"] for row in LISTS[name]] == AGREED[name].split()


@pytest.mark.parametrize("name", sorted(AGREED))
def test_labels_and_sentences_are_easy_to_read(name: str) -> None:
    for row in LISTS[name]:
        for language, text in texts(row):
            assert hard_sentences(text, language) == (), (row["code"], language)
        if name not in {"consent_reason", "contact_reason"}:  # those are sentences
            assert all(len(words(row[language])) <= 9 for language in ("es", "pt", "en")), row["code"]
    assert len(words(TABLES[name]["note"])) <= 2 * LONGEST_SENTENCE


def test_a_hard_label_would_be_seen() -> None:
    planted = (
        "La representación institucional interjurisdiccional corresponde exclusivamente a las autoridades "
        "administrativas competentes"
    )
    assert hard_sentences(planted, "es")


def test_no_words_stand_for_two_codes_of_one_list() -> None:
    for name in AGREED:
        for language in ("es", "pt", "en"):
            labels = [fold(row[language]) for row in LISTS[name]]
            assert len(set(labels)) == len(labels), (name, language)


def test_no_concept_has_two_lists() -> None:
    """Two lists may share some codes, such as `unknown`, but none repeats half of another one's words."""
    labels = {name: {fold(row["es"]) for row in rows} for name, rows in LISTS.items()}
    allowed = {
        ("core_type", "incident_type"),  # the six stand in both: the finer list names the coarser as its parent
    }
    for one, other in itertools.combinations(sorted(labels), 2):
        if (one, other) in allowed or not {one, other} & set(AGREED):
            continue
        shared = len(labels[one] & labels[other])
        assert shared <= min(len(labels[one]), len(labels[other])) / 2, (one, other)


def test_nobody_asks_where_who_hurt_her_comes_from() -> None:
    for name in ("relationship", "age_group"):
        for row in LISTS[name]:
            assert not any(NATIONALITY.search(fold(text)) for _, text in texts(row)), row["code"]
    assert not re.search("refugee|resident", str(column("relationship", "gbvims")))


# --- a finer list names its coarser one ---


def test_the_six_words_of_the_core_type_are_those_of_the_acts() -> None:
    acts = {row["code"]: row for row in LISTS["incident_type"]}
    same = {"VIO": "rape", "AGS": "sexual_assault", "AGF": "physical_assault", "MAT": "forced_marriage",
            "NEG": "denial", "PSI": "psychological"}  # fmt: skip
    core = {row["code"]: row for row in LISTS["core_type"]}
    for act, of in same.items():
        assert [acts[act][language] for language in ("es", "pt", "en")] == [
            core[of][language] for language in ("es", "pt", "en")
        ]
    assert column("incident_type", "parent") == same | {"DEP": "psychological", "ENC": "psychological", "SAL": "denial"}


def test_the_six_questions_are_in_the_order_of_the_guide() -> None:
    assert column("core_type", "question") == {
        "rape": 1, "sexual_assault": 2, "physical_assault": 3, "forced_marriage": 4, "denial": 5, "psychological": 6,
        "none_of_these": 0,
    }  # fmt: skip
    for row in LISTS["core_type"]:
        assert ("asks" in row) == ("help" in row) == (row["question"] > 0)


def test_who_it_was_to_her_is_finer_than_the_class() -> None:
    classes = {row["code"] for row in LISTS["perpetrator_class"]}
    parents = column("relationship", "parent")
    assert set(parents) == set(AGREED["relationship"].split())
    assert set(parents.values()) - {""} <= classes
    assert {code for code, parent in parents.items() if not parent} == {
        "state_agent", "service_staff", "teacher", "other", "stranger",
    }  # fmt: skip
    assert [code for code, word in column("relationship", "gbvims").items() if word.startswith("Intimate")] == [
        "partner"
    ]


def test_a_branch_of_the_state_takes_out_at_least_what_its_class_does() -> None:
    operators = {row["code"]: row for row in LISTS["operator"]}
    classes = {row["code"]: set(row["excludes"]) for row in LISTS["perpetrator_class"]}
    for row in LISTS["state_branch"]:
        assert set(row["excludes"]) >= classes.get(row["parent"], {"unknown"})
        assert all(operators[code]["state"] for code in row["excludes"]), row["code"]
    assert set(LISTS["state_branch"][1]["excludes"]) == {"police", "interior", "municipality", "unknown"}


def test_every_kind_of_place_has_its_word_in_the_recorder() -> None:
    parents = column("place_kind", "parent")
    assert set(parents.values()) - {""} == RECORDER_PLACES
    assert [code for code, parent in parents.items() if not parent] == ["unknown"]
    assert [row["code"] for row in LISTS["place_kind"] if row["venue"]] == ["hotel", "bar", "work_street", "work_place"]


def test_a_need_names_a_column_of_the_recorder_or_none() -> None:
    columns = column("need", "recorder")
    assert set(columns.values()) == {"safehouse", "medical", "psycho", "legal", "livelihoods", "protection"}
    assert columns["protection"] == "legal"
    assert "complaint_ngo" not in columns


def test_the_kinds_of_consent_have_the_scope_in_whose_words_she_is_asked() -> None:
    assert column("consent_kind", "parent") == {
        "engage_services": "C1", "share_for_referral": "C4", "share_nonidentifiable_stats": "C2",
        "share_coded_rows": "C4", "legal_representation": "C4", "evidence_use": "C4", "publish_story": "C8",
        "contact_by_channel": "C9", "cross_border_transfer": "C4", "notify_family": "C4", "alert_peers": "C3",
        "ombudsman_input": "C7",
    }  # fmt: skip
    assert column("consent_kind", "with_identity") == {"legal_representation": "C6"}
    reached = {*column("consent_kind", "parent").values(), *column("consent_kind", "with_identity").values()}
    assert reached == {row["code"] for row in LISTS["consent_scope"]} - {"C0"}


# --- what a list says of its own codes ---


def test_only_yes_is_yes_and_not_knowing_is_no_answer() -> None:
    assert [code for code, said in column("answer", "answered").items() if said] == ["yes", "no"]
    assert column("abduction", "taken") == {
        "none": False, "made_to_join": True, "held_for_gain": True, "other_taken": True, "unknown": False,
    }  # fmt: skip
    assert "Trafficked" not in column("abduction", "gbvims").values()


def test_the_letter_of_the_export_follows_her_own_word() -> None:
    assert column("gender", "letter") == {
        "trans_woman": "F", "travesti": "", "woman": "F", "trans_man": "M", "man": "M", "non_binary": "",
        "own_words": "", "prefers_not": "",
    }  # fmt: skip


def test_a_case_that_is_here_can_always_be_closed_and_opened_again() -> None:
    following = column("case_state", "next")
    assert {code for many in following.values() for code in many} <= set(following)
    assert all("closed" in many for code, many in following.items() if code not in {"closed", "transferred"})
    assert (following["closed"], following["transferred"]) == (["assessment"], [])
    assert [row["code"] for row in LISTS["case_state"] if not row["open"]] == ["transferred", "closed"]
    reached = {"opening"}
    for _ in following:
        reached |= {code for one in reached for code in following[one]}
    assert reached == set(following)


def test_the_windows_of_care_are_those_of_health() -> None:
    windows = {row["code"]: row for row in LISTS["window"]}
    most = column("care_delay", "most_hours")
    assert most == {"within_72": windows["PEP"]["max_hours"], "within_120": windows["EC"]["max_hours"]}
    assert column("report_delay", "most_days") == {"days_0_3": 3, "days_4_5": 5, "days_6_14": 14, "days_15_30": 30}


def test_bands_of_age_begin_where_the_one_before_ends() -> None:
    assert list(column("age_band", "least").values()) == [0, 12, 18, 25, 35, 45, 60]
    assert list(column("age_group", "least").values()) == [0, 12, 18, 26, 41, 61]
