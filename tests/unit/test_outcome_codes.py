"""One vocabulary of how a request ended: every list that says why a place said no leads into it."""

from amparo.formats.codes import by_code, codes


def test_why_a_place_declined_leads_into_the_two_lists_that_are_counted() -> None:
    said = {each.code: (each.more["outcome"], each.more["refusal"]) for each in codes("decline_reason")}
    assert {outcome for outcome, _ in said.values()} == {"REF", "INA", "CON"}, "a place that declines gave nothing"
    assert {refusal for _, refusal in said.values()} <= set(by_code("refusal"))
    assert said["asks_for_id"] == ("CON", "refused_papers")
    assert said["asks_for_complaint"] == ("CON", "refused_complaint")
    assert said["no_stock"] == said["no_capacity"] == ("INA", "no_stock")
    assert said["refuses_trans"] == said["refuses_sex_workers"] == ("REF", "mistreated")


def test_which_outcomes_say_something_of_a_place() -> None:
    got = {each.code: each.more.get("got") for each in codes("service_outcome")}
    assert {code for code, gave in got.items() if gave is True} == {"REC", "TAR", "PAR", "MAL"}
    assert {code for code, gave in got.items() if gave is False} == {"REF", "INA", "CON"}
    assert {code for code, gave in got.items() if gave is None} == {"NOB", "NOI", "UNK", "DES", "RET"}


def test_what_was_added_stands_at_the_end() -> None:
    assert [each.code for each in codes("service_outcome")][-3:] == ["UNK", "DES", "RET"]
