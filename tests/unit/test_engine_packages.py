"""The packages of the engine that tests fill forms in with: pinned, without addresses, apart from the house."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "tests" / "engine"
HOST = re.compile(r"https?:|\"resolved\"|\"funding\"")


def test_the_list_pins_each_package_and_names_no_host() -> None:
    lock = (ENGINE / "package-lock.json").read_text("utf-8")
    assert HOST.search('"resolved": "x"')
    assert HOST.findall(lock + (ENGINE / "package.json").read_text("utf-8")) == []
    packages = json.loads(lock)["packages"]
    assert len(packages) > 50
    assert all(each.get("integrity", "").startswith("sha512-") for name, each in packages.items() if name)
    assert not any(each.get("hasInstallScript") for each in packages.values())
    wanted = json.loads((ENGINE / "package.json").read_text("utf-8"))["devDependencies"]
    assert {name: re.fullmatch(r"\d+\.\d+\.\d+", version) is not None for name, version in wanted.items()} == {
        "@getodk/xforms-engine": True,
        "jsdom": True,
    }
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_who_makes_the_script_of_the_house_fetches_none_of_it() -> None:
    house = json.loads((ROOT / "package.json").read_text("utf-8"))
    assert not {"@getodk/xforms-engine", "jsdom"} & {*house["dependencies"], *house["devDependencies"]}
    assert (ENGINE / ".npmrc").read_text("utf-8") == (ROOT / ".npmrc").read_text("utf-8")
