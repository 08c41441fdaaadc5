"""What is sent to each address when two houses are compared: what its page itself would send."""

from typing import Any

from tests.left_out import CASE_NUMBER, NUMBER, ONLY_HIDDEN, UNKNOWN


def sent(world: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """What is sent by POST: nothing, and what the page itself would send where the answer holds no fresh secret."""
    if name in {"case_begin", "desk_letter_case", "case_incident_new", "case_words", "case_slips"}:
        return []  # each opens something under a fresh name, or shows fresh words or a fresh paper
    readers, people = world["readers"], world["people"]
    hidden_case = (world.get("hidden_cases") or [UNKNOWN])[0]
    more: dict[str, list[dict[str, Any]]] = {
        "case_ask": [{"which": each, "why": "covers"} for each in (hidden_case, UNKNOWN, *world["cases"])],
        "case_let_in": [{"case": each, "sure": "1"} for each in (hidden_case, *world["cases"])],
        "case_called_back": [{"back_answer": "told", "back_words": "Ema de ejemplo", "seen": "1"}],
        "case_destroy": [{"sure": "1"}],
        "case_share": [{"reader": readers[each], "why": "covers", "sure": "1"} for each in ("carla", "olga")],
        "case_close": [{"reason": "agreed"}, {"reason": "agreed", "sure": "1"}],
        "case_leave": [{"sure": "1"}],
        "case_move": [{"to": "assessment"}],
        "export_refuse": [{"why": "no"}],
        "desk_letters_find": [{"phone": NUMBER}, {"phone": f"+593 {NUMBER[1:]}"}, {"phone": "099 000 0000"}],
        "desk_letter_answer": [{"text": "Hola.", "role": "reader", "seen": "1"}],
        "desk_letter_note": [],  # a fresh id would say where a second note of a day stands
        "desk_letter_assign": [{"reader": readers["berta"]}],
        "desk_letter_share": [
            {"reader": readers[name]} | sure for name in ("olga", "carla") for sure in ({}, {"sure": "1"})
        ],
        "desk_letter_exclude": [{"reader": readers["berta"], "sure": "1"}],
        "desk_letter_close": [{"do": "reopen"}],
        "desk_letter_destroy": [{"sure": "1"}],
        "case_alike": [
            {"sought": each} for each in ("Yuly", "Julissa", CASE_NUMBER, f"+593 {CASE_NUMBER[1:]}", *ONLY_HIDDEN)
        ],
        "case_write": [{"seen": "{}", "need_words": "Un techo."}],
        "case_assign": [{"reader": ""}],
        "case_leave_out": [{"reader": people["carla"]} | sure for sure in ({}, {"sure": "1"})],
        **{name: [{"sure": "1"}] for name in ("key_retire", "desk_letter_recuse")},
        "key_ties": [{"ties": ["MIL"]}],
        "channel": [{"do": "close"}],
        "sheets_rehearse": [{"sheet1": world["sheets"][0], "sheet2": world["sheets"][1]}],
        "sheets_use": [
            {"sheet1": world["sheets"][0], "sheet2": world["sheets"][1], "reader": readers[name], "sure": "1"}
            for name in ("ana", "berta", "olga")
        ],
        "team_roles": [{"roles": ["reader"]}],
        "letter_write": [{"o": ["POL"]}, {"hum": "house"}, {"a": ["role:coordinator", f"team:{world['teams'][0]}"]}],
        "back_open": [{"p": " ".join(world["words"][0])}],
        "sign_in": [{"sign_in_name": "ana", "password": people["ana"]}],
        "search": [{"k": "consulta"}],
        "route": [{"n": "talk"}],
    }
    return [{}, *more.get(name, [])]
