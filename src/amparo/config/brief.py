"""A line of the brief is a folder. This table says which, and ``docs/brief.md`` is made from it."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path(__file__).resolve().parents[1]
NOT_BUILT = "not built yet"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the brief: where it lives, on which page it is met, which test holds it."""

    code: str
    sentence: str
    folders: tuple[str, ...]
    on_screen: str  # its name on the Spanish pages
    page: str = ""  # the name of its first address
    test: str = ""

    @property
    def is_built(self) -> bool:
        """Is there such a folder with code in it?"""
        return any(folder_is_built(folder) for folder in self.folders)


def folder_is_built(folder: str) -> bool:
    """A folder counts when it has an app or a module of its own, not when it is empty."""
    path = PACKAGE / folder
    return path.is_dir() and any(file.name != "__init__.py" for file in path.glob("*.py"))


LINES = (
    Line("A1", "Routes and protocols after sexual violence, for mental health, and for protection in high risk.",
         ("access/pathways",), "Ruta de atención", "help",
         "tests/integration/test_routes.py::test_no_step_of_that_body_ever_appears_and_urgent_health_always_does"),
    Line("A2", "Safe, anonymous channels to justice, also where whoever hurt her persecutes her.",
         ("access/reporting",), "Escribir sin dar tu nombre", "letter",
         "tests/integration/test_canaries.py::test_what_she_sends_lies_nowhere_in_clear"),
    Line("A3", "Sensitive focal points in priority entities.", ("access/focal_points",), "Puntos focales",
         "focal_points", "tests/integration/test_focal_portal.py::test_a_focal_point_finds_her_page_and_nothing_else"),
    Line("A4", "Alternative care for children.", ("access/alternative_care",), "Cuidado alternativo", "minding",
         "tests/integration/test_minding_collect.py::test_everybody_else_leaves_without_the_child"),
    Line("A5", "Health channels with priority access and without discrimination.", ("access/health",), "Salud",
         "health",
         "tests/integration/test_health_race.py::test_of_fifty_who_ask_at_once_as_many_get_a_place_as_there_is_room"),
    Line("B1", "Risk characterisation, by border, urban and rural context.",
         ("fieldwork", "information/risk_profiles"), "Caracterización de riesgos", "profiles",
         "tests/integration/counting/test_analysed_pages.py::test_a_difference_asks_for_a_note_and_every_note_stays"),
    Line("B2", "Sensitive tools for exposure to organised crime.",
         ("fieldwork", "information/exposure"), "Presiones en el territorio", "pressures",
         "tests/integration/counting/test_analysed_pressures.py::test_planted_shares_are_found_and_each_weak_figure_has_its_reason"),
    Line("B3", "Protection networks and monitoring protocols.", ("information/protection_networks",),
         "Redes de protección"),
    Line("C1", "Counselling and representation: family, state agents, threats of deportation.",
         ("legal/representation", "legal/deadlines", "legal/exhibits", "legal/documents"),
         "Asesoría y representación", "matters",
         "tests/integration/legal/test_conflicts.py::test_nothing_of_what_happened_opens_before_the_look"),
    Line("C2", "Custody, also of families in an irregular situation.", ("legal/custody",), "Mis hijas e hijos",
         "custody",
         "tests/integration/legal/test_children_pages.py::test_the_sheet_bears_no_name_and_no_word_that_anybody_wrote"),
    Line("C3", "Mediation over evictions.", ("legal/evictions",), "Vivienda", "housing",
         "tests/properties/test_mediation_machine.py::test_no_path_leads_into_a_room_that_is_shut"),
    Line("C4", "The Ombudsman's monitoring of trafficking and smuggling.",
         ("information/protection_networks", "legal/oversight"), "Defensoría"),
    Line("D1", "Regional visibility, key actors, resources.", ("advocacy/visibility",), "Visibilidad", "data",
         "tests/integration/test_data_ledger.py::test_every_number_on_every_public_surface_is_a_line_of_the_ledger"),
    Line("D2", "Campaigns that make services known.", ("advocacy/campaigns",), "Campañas"),
    Line("D3", "Accompaniment: exchange of information, support networks, orientation.",
         ("advocacy/accompaniment", "access/circles"), "Acompañamiento"),
)  # fmt: skip

# What every line stands on: not a line of the brief, and without it none of them reaches anybody.
COMMON = (
    ("The directory: what is offered, where, for whom, how fresh", "commons/directory", "search",
     "tests/integration/test_finding.py::test_each_filter_keeps_what_fits_and_they_are_cumulative"),
    ("Places: finding where she is without an address", "commons/places", "landmarks",
     "tests/integration/test_places.py::test_san_jose_is_many_and_each_is_told_apart"),
    ("Accounts of the team; whoever asks for help has none", "commons/accounts", "team",
     "tests/integration/test_accounts.py::test_who_may_open_which_page"),
    ("Keys: who can open what, and nobody else", "vault", "keys",
     "tests/integration/test_canaries.py::test_what_she_sends_lies_nowhere_in_clear"),
    ("What may be counted, in codes alone; nobody is in it", "evidence", "",
     "tests/integration/test_evidence_shut.py::test_no_column_could_hold_an_age_a_point_a_day_or_a_sentence"),
    ("The door by which it gets there, by night and without a name", "doors/deidentify", "",
     "tests/integration/test_deidentify_door.py::test_a_run_that_ended_half_way_loses_and_doubles_nothing"),
    ("The door from the field: sealed as it comes, and on in codes alone", "doors/intake", "",
     "tests/integration/test_intake_door.py::test_no_word_of_hers_and_no_number_of_a_form_is_in_the_evidence"),
    ("The door between houses: rows in codes, by an agreement, to one that counts for both", "doors/exchange",
     "agreements",
     "tests/integration/test_between_two.py::test_from_her_yes_in_one_house_to_a_row_in_the_other_and_out_again"),
    ("The trail of what staff did", "commons/audit", "",
     "tests/integration/test_audit.py::test_a_changed_act_breaks_the_chain"),
)  # fmt: skip

WITHOUT_A_PAGE = {
    "commons/audit",
    "evidence",
    "doors/deidentify",
    "doors/intake",
}  # the trail is read in a terminal; nobody counts yet


def faults(lines: tuple[Line, ...] = LINES) -> list[str]:
    """A folder that is there must have a page that answers and a test that exists."""
    from django.urls import NoReverseMatch, reverse

    found = []
    rows = [(line.code, line.folders[0], line.page, line.test) for line in lines if line.is_built]
    rows += [(folder, folder, page, test) for _sentence, folder, page, test in COMMON]
    for code, folder, page, test in rows:
        if not (PACKAGE / folder).is_dir():
            found.append(f"{code}: there is no folder {folder}")
        try:
            if page or folder not in WITHOUT_A_PAGE:
                reverse(page)
        except NoReverseMatch:
            found.append(f"{code}: there is no page {page!r}")
        if not has_test(test):
            found.append(f"{code}: there is no test {test!r}")
    for line in lines:
        if not line.is_built and (line.page or line.test):
            found.append(f"{line.code} is {NOT_BUILT}, and must not name a page or a test")
    return found


def has_test(node: str, root: Path = ROOT) -> bool:
    """Is there a file of this name with a function of this name?"""
    path, _, name = node.partition("::")
    file = root / path
    if not path.startswith("tests/") or not file.is_file():
        return False
    return re.search(rf"^def {re.escape(name)}\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None


def address_of(page_name: str) -> str:
    """The address of a page as this house writes it, in its own language."""
    from django.conf import settings
    from django.urls import reverse
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        return reverse(page_name)


def page() -> str:
    """``docs/brief.md``."""
    lines = [
        "# From the brief to the folder", "",
        "Made by `./amparo brief` from `src/amparo/config/brief.py`. Do not write here. A test keeps it true: a folder",
        "that exists has a page that answers and a test that holds it; one that does not exist is said to be missing.",
        "",
        "| line | what was asked | folder | name on screen | page | test |", "| --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for line in LINES:
        folders = " ".join(f"`{folder}`" for folder in line.folders)
        state = f"`{address_of(line.page)}` | `{line.test}`" if line.is_built else f"{NOT_BUILT} | "
        lines.append(f"| {line.code} | {line.sentence} | {folders} | {line.on_screen} | {state} |")
    lines += ["", "## What every line stands on", "", "| what | folder | test |", "| --- | --- | --- |"]
    lines += [f"| {sentence} | `{folder}` | `{test}` |" for sentence, folder, _page, test in COMMON]
    return "\n".join(lines) + "\n"
