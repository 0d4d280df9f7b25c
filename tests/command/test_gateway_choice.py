"""Where no gateway is named, the one that can do what was asked and whose key is set is the one that is paid."""

from collections.abc import Callable

import pytest

from image_edit import AuthenticationError, BadInput, NotSupported
from image_edit.command.gateway_choice import MethodUse, chosen_gateway
from image_edit.gateway_name import NAMES, variable_of
from image_edit.options import asked_of_gateway

WithKeys = Callable[..., None]
EDIT: MethodUse = ("edit", ())
EXPAND: MethodUse = ("expand", ("prompt",))
GENERATE: MethodUse = ("generate", ("model",))


@pytest.fixture
def with_keys(monkeypatch: pytest.MonkeyPatch) -> WithKeys:
    def set_them(*gateways: str) -> None:
        for name in NAMES:
            monkeypatch.setenv(variable_of(name, "API_KEY"), "a key that nobody sees" if name in gateways else " ")

    return set_them


@pytest.mark.parametrize(
    ("keys", "wanted", "chosen"),
    [
        (["oceanbase"], [EDIT], "oceanbase"),
        (NAMES, [EXPAND], "volcv"),
        (NAMES, [("edit", ("negative_prompt",))], "volcv"),
        (["ai302", "volcv"], [GENERATE], "ai302"),
        (NAMES, [("poll", ("model",))], "volcv"),
        (NAMES, [EDIT, EXPAND, EDIT], "volcv"),  # of a batch, the one that can do all of its rows
        (["ai302", "volcv"], [EDIT, GENERATE], "ai302"),
        (NAMES, [("edit", {"model": "seededit_v3.0"})], "volcv"),  # a model that it alone knows
        (["ai302", "oceanbase"], [("generate", {"model": "wanx2.1-t2i-turbo"})], "oceanbase"),
        (["ai302", "oceanbase"], [("edit", {"size": "2K"})], "oceanbase"),  # without a model, ai302 has no sizes
    ],
)
def test_the_one_that_can_and_has_a_key_is_chosen(
    with_keys: WithKeys, keys: list[str], wanted: list[MethodUse], chosen: str
) -> None:
    with_keys(*keys)
    assert chosen_gateway(None, iter(wanted)) == chosen


def test_of_several_that_can_the_user_chooses_and_those_alone_are_named(with_keys: WithKeys) -> None:
    with_keys(*NAMES)
    with pytest.raises(BadInput, match=r"keys of ai302 and oceanbase in the .* choose one with --gateway"):
        chosen_gateway(None, [GENERATE])
    assert chosen_gateway("oceanbase", [GENERATE]) == "oceanbase"


def test_without_the_key_of_any_that_can_its_variable_is_named(with_keys: WithKeys) -> None:
    with_keys("ai302", "oceanbase")
    with pytest.raises(NotSupported, match=r"ai302 has no expand; volcv does. Set VOLCV_API_KEY to use volcv$"):
        chosen_gateway(None, [EDIT, EXPAND])


def test_a_model_that_another_gateway_has_is_told_with_its_variable(with_keys: WithKeys) -> None:
    with_keys("ai302")
    with pytest.raises(NotSupported, match=r"not 'seededit_v3.0'. Set VOLCV_API_KEY to use volcv$"):
        chosen_gateway(None, [("edit", {"model": "seededit_v3.0"})])


def test_a_value_that_no_gateway_takes_is_left_to_who_checks_values(with_keys: WithKeys) -> None:
    with_keys("ai302")
    assert chosen_gateway(None, [("generate", {"model": "general_v2.1_L", "size": "large"})]) == "ai302"
    assert chosen_gateway(None, [("poll", {"watermark": True})]) == "ai302"


def test_without_any_key_those_that_can_are_named_with_their_variables(with_keys: WithKeys) -> None:
    with_keys()
    with pytest.raises(AuthenticationError, match="no key in the environment; set AI302_API_KEY or OCEANBASE_API_KEY"):
        chosen_gateway(None, [GENERATE])
    with pytest.raises(AuthenticationError, match="set VOLCV_API_KEY\\."):
        chosen_gateway(None, [EXPAND])
    with pytest.raises(AuthenticationError, match="set OCEANBASE_API_KEY\\."):
        chosen_gateway("oceanbase", [EXPAND])


def test_what_no_gateway_does_is_said(with_keys: WithKeys) -> None:
    with_keys("ai302")
    with pytest.raises(NotSupported, match=r"ai302's generate takes no steps; no gateway does$"):
        chosen_gateway(None, [("generate", ("model", "steps"))])
    with pytest.raises(NotSupported, match=r"ai302 has no expand; volcv does$"):  # but it does not generate
        chosen_gateway(None, [EXPAND, GENERATE])


def test_no_gateway_is_asked_for_what_is_done_here() -> None:
    given = {"to": "16:9", "left": 0.5, "fit": True, "timeout": 3, "prompt": "the sea", "seed": None, "steps": 7}
    assert asked_of_gateway(given) == {"prompt", "steps"}
