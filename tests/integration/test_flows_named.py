"""Nothing flows that has no row: every flow, and every place in the program that asks about one or seals for somebody.

The rows stand in ``test_flows_refused.py``, each gone by the way on which people go it.
"""

import ast
from pathlib import Path

from amparo.casework.queries import coded, gbvims, reaching
from amparo.casework.queries.transfer import FLOWS
from amparo.formats.codes import by_code
from amparo.formats.consent.flows import flows
from tests.integration.test_flows_refused import LETS

SOURCE_CODE = Path(__file__).resolve().parents[2] / "src" / "amparo"
NO_WAY_YET = {  # the flow, and what will bring its first way; that one brings its row
    "lawyer": "handing a case to a lawyer of another house: a page of its own",
    "complaint": "filing in her name by machine: today a paper that she signs, and a person carries it",
    "evidence": "of a case; in a matter her word to each piece stands beside it, and the folder asks for that",
    "evidence_to_state": "the same, and a second person looks",
    "family": "telling her family: a page of its own",
    "peers": "warning peers: the part for advocacy",
    "ombudsman": "facts for the Ombudsman: the part for advocacy",
    "story": "publishing her story: the part for advocacy",
}

# Whatever in the program asks about a flow, or seals something of a case for somebody: which row above goes that way,
# or why it needs none. A new place fails until it is written here.
ASKS = {"check_flow", "reason_against", "why_not_flow"}
SEALS = {
    "share_ring", "wrap_many", "wrap_seeds", "begin_ring", "seal_to_memory", "seal_file_for", "seal_lines", "keep_row",
    "seal_for_words", "give_to_sheets",
}  # fmt: skip
PLACES = {
    "casework/actions/cases.py share": "letting a colleague in",
    "casework/actions/handing.py hand_cases": "handing all over",
    "casework/actions/supervision.py share_for_supervision": "supervision",
    "casework/actions/exports.py why_not": "a list for an organisation",
    "casework/actions/exports.py write_export": "a list for an organisation",
    "casework/actions/exports.py write_beside": "- counts of what she reads, to whoever asked and nobody else",
    "casework/actions/transfer.py checked_transfer": "a transfer here",
    "casework/actions/transfer.py send": "a transfer here",
    "casework/actions/referrals.py check_may_flow": "telling a door",
    "casework/actions/slices.py _sealed": "sealing it to whoever answers there",
    "access/alternative_care/actions/children.py begin_child": "- the record of a child, to whoever minds it",
    "access/alternative_care/actions/letting_in.py let_in": "- the record of a child, to whoever minds it next",
    "casework/queries/transfer.py why_not_theirs": "they say that it arrived",
    "casework/actions/coded.py count_again": "being counted at night",
    "casework/queries/coded.py counted_until": "being counted at night",
    "casework/queries/coded.py partners_until": "being passed on in codes",
    "doors/exchange/actions/agreeing.py draw": "- rows of other houses that will come, to who counts and to the sheets",
    "doors/exchange/actions/agreeing.py let_open": "- rows of other houses, to another one who counts",
    "casework/queries/gbvims.py rows_for": "the table of GBVIMS",
    "casework/queries/reaching.py reach_of": "planning a call",
    "casework/queries/flowing.py check_flow": "- it is the question itself",
    "casework/queries/flowing.py reason_against": "- it is the question itself",
    "casework/actions/cases.py begin_case": "- to whoever opens it and to the sheets; with a no there is none",
    "casework/actions/cases.py open_case": "- to the sheets of the house, which open everything",
    "casework/actions/hers.py show_her": "- to herself",
    "casework/actions/leaving_out.py _help_from_outside": "- she left somebody out: whom that needs, the house decides",
    "casework/actions/load.py _row": "- what somebody of the team says of her own load",
    "casework/actions/carrying.py bring_case": "- a case of another house, to readers whom its letter named",
    "access/reporting/actions/desk.py open_thread": "- a thread of the channel, to the sheets",
    "access/reporting/actions/desk.py share": "- a thread of the channel, no case",
    "access/reporting/actions/desk.py _help_from_outside": "- a thread of the channel, no case",
    "access/reporting/actions/desk_words.py give_words": "- to herself and to who reads her case",
    "fieldwork/actions/studies.py plan_study": "- answers of a study, to whoever leads it and to the sheets",
    "fieldwork/actions/studies.py let_lead": "- answers of a study, to another one who leads it",
    "doors/intake/actions/drafts.py keep_draft": "- a form that she put down, to her own words alone",
    "access/reporting/actions/letters.py write_letter": "- a thread of the channel, no case",
    "legal/representation/actions/asking.py ask_lawyer": "asking a lawyer of the house",
    "legal/representation/actions/matters.py lay_matter": "- a matter, to its lawyer and to the sheets",
    "legal/representation/actions/matters.py open_matter": "- a matter, to the sheets of the house",
    "legal/representation/actions/matters.py share": "- a matter, to another lawyer of the house",
    "legal/representation/actions/coded.py count_again": "- of a matter, what may be counted: her word stands in it",
    "legal/exhibits/actions/folders.py _written": "- proof, each with her yes, to the key of who gets it",
    "config/management/commands/leave.py Command.write": "- the house goes: everything, with the sheets of two people",
}


def places_in(tree: ast.AST, asked: set[str]) -> set[str]:
    """The functions in which one of these is called, by their names."""
    found = set()

    def look(node: ast.AST, inside: str) -> None:
        for each in ast.iter_child_nodes(node):
            name = inside
            if isinstance(each, ast.FunctionDef | ast.ClassDef):
                name = f"{inside}.{each.name}" if inside else each.name
            if isinstance(each, ast.Call) and getattr(each.func, "attr", getattr(each.func, "id", "")) in asked:
                found.add(inside)
            look(each, name)

    look(tree, "")
    return found


def test_every_place_that_lets_something_flow_has_its_row() -> None:
    found = set()
    for path in sorted(SOURCE_CODE.rglob("*.py")):
        name = path.relative_to(SOURCE_CODE).as_posix()
        if name.startswith(("vault/", "sealing/", "formats/")):  # the tools, which ask nobody
            continue
        found |= {f"{name} {place}" for place in places_in(ast.parse(path.read_text("utf-8")), ASKS | SEALS)}
    assert found == set(PLACES)
    assert {each for each in PLACES.values() if not each.startswith("- ")} <= set(LETS)
    planted = ast.parse("def out(case):\n    rings.share_ring(case.ring, who)\nclass A:\n    x = check_flow(1)")
    assert places_in(planted, ASKS | SEALS) == {"out", "A"}, "the look finds one"


def test_a_flow_has_a_row_or_its_way_is_still_to_come() -> None:
    ways = {row.flow for row in LETS.values()} | {"case"}
    assert ways | set(NO_WAY_YET) == set(flows()), "a flow added without a row"
    assert not ways & set(NO_WAY_YET), "a way was built: take its flow out of those to come, and write its row"
    of_lists = {flow for each in by_code("export_kind").values() for flow in each.more["flow"].values()}
    assert of_lists | set(FLOWS.values()) | {coded.FLOW, gbvims.FLOW, reaching.FLOW} <= ways
    assert all(flows()[row.flow].kind in {row.kind, ""} for row in LETS.values())
    outside = {code for code, each in flows().items() if not each.kind}
    assert outside == {"duty_or_danger"}, "nothing else goes without a kind of hers"
