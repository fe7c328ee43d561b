"""A step is named by a verb and its object, so that a button's data reads like what it does."""

import pytest

from tests.town import found_flows

STEPS = sorted(name for flow in found_flows() for name in flow.steps)
VERBS = set(
    """
    add apply ask award accept begin call cancel change choose close complete confirm contest count decide
    decline describe dismiss drop end
    deliver erase file give hand hear invite keep label lift link make name note open place plan propose put rate record refuse
    release reopen reply report resume rewrite revoke say send set settle show sign skip take undo withdraw
    """.split()
)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_a_verb_with_an_object(step: str) -> None:
    _, _, name = step.partition(".")
    verb, _, thing = name.partition("_")
    assert verb in VERBS, f"{step} does not begin with a verb"
    assert thing, f"{step} says no object"
