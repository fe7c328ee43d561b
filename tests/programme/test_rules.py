"""programme.toml is the clerk's file: it holds every number there is, and says exactly what the code would do without it."""

import tomllib
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from app.rules_file import read_rules
from programme.duties import Duties
from programme.rules import Cut, Rules, problems

FILE = Path(__file__).parents[2] / "programme.toml"


def _paths(tree: object, above: str = "") -> set[str]:
    if isinstance(tree, dict):
        return {p for key, value in tree.items() for p in _paths(value, f"{above}.{key}")}
    if isinstance(tree, (list, tuple)) and tree and isinstance(tree[0], dict):
        return {p for n, value in enumerate(tree) for p in _paths(value, f"{above}.{n}")}
    return {above}


def test_the_file_says_the_defaults_and_every_one_of_them() -> None:
    said = tomllib.loads(FILE.read_text("utf-8"))
    assert TypeAdapter(Rules).validate_python(said) == Rules()
    without = {".intake.sources", ".activities"}  # nothing is sent or planned until a town names a platform, a day
    assert _paths(said) == _paths(asdict(Rules())) - without
    assert read_rules(FILE) == (Rules(), [])


def test_the_fifth_duty_is_renamed_in_one_line(tmp_path: Path) -> None:
    ours = tmp_path / "programme.toml"
    ours.write_text(FILE.read_text("utf-8").replace('zh = "立面亮化"', 'zh = "文明"'), "utf-8")
    rules, wrong = read_rules(ours)
    found = Duties(rules.duties).find("文明")
    assert not wrong
    assert found is not None
    assert found.key == "facade"


def test_an_unknown_entry_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Rules).validate_python({"rating": {"half_live": 3}})


R = Rules()
WRONG = {
    "a duty that weighs less than nothing": (
        "duties.0.weight",
        replace(R, duties=(replace(R.duties[0], weight=-1), *R.duties[1:])),
    ),
    "a key in Chinese": ("duties.0.key", replace(R, duties=(replace(R.duties[0], key="卫生"), *R.duties[1:]))),
    "a key twice": ("duties", replace(R, duties=(R.duties[0], R.duties[0]))),
    "no duty at all": ("duties", replace(R, duties=())),
    "no weight at all": ("duties", replace(R, duties=(replace(R.duties[0], weight=0),))),
    "eleven shops": ("shops_per_member", replace(R, shops_per_member=11)),
    "no shop": ("shops_per_member", replace(R, shops_per_member=0)),
    "no half-life": ("rating.half_life", replace(R, rating=replace(R.rating, half_life=0))),
    "no prior": ("rating.prior", replace(R, rating=replace(R.rating, prior=0))),
    "a mean upside down": ("rating.mean_low", replace(R, rating=replace(R.rating, mean_low=91))),
    "self-checks above others": ("rating.self_share", replace(R, rating=replace(R.rating, self_share=0.5))),
    "a trust above one": ("rating.trust_unknown", replace(R, rating=replace(R.rating, trust_unknown=1.1))),
    "a deduction that gives": ("rating.overdue", replace(R, rating=replace(R.rating, overdue=2))),
    "a bonus that takes": ("rating.own_fixed", replace(R, rating=replace(R.rating, own_fixed=-0.5))),
    "a cut missing": ("rating.cuts", replace(R, rating=replace(R.rating, cuts=R.rating.cuts[:3]))),
    "cuts that rise": ("rating.cuts", replace(R, rating=replace(R.rating, cuts=(Cut(5, 70, 80), *R.rating.cuts[1:])))),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_named_with_its_place(name: str) -> None:
    path, rules = WRONG[name]
    assert path in {where for where, _ in problems(rules)}


def test_the_defaults_are_sound() -> None:
    assert not list(problems(Rules()))


def test_a_town_with_other_duties_need_not_write_services_of_its_own() -> None:
    """A programme.toml that was sound before there were services stays so: a default's duty may be missing, ours may not."""
    ours = tuple(duty for duty in R.duties if duty.key not in ("green", "facade"))
    assert not list(problems(replace(R, duties=ours)))
    written = replace(R.services[0], duty="green", zh="花")
    assert [where for where, _ in problems(replace(R, duties=ours, services=(written,)))] == ["services.0.duty"]
