"""What a call costs, as the gateways' documents say it."""

import pytest

from image_edit.gateways.prices import Price, price_of


@pytest.mark.parametrize(
    ("gateway", "method", "model", "price"),
    [
        ("ai302", "edit", None, "0.05 PTC"),
        ("ai302", "edit", "doubao-seedream-4-0-250828", "None"),
        ("ai302", "edit", "no model of theirs", "None"),
        ("ai302", "generate", None, "None"),
        ("ai302", "expand", None, "None"),
        ("volcv", "expand", None, "None"),
        ("volcv", "erase", None, "None"),
        ("oceanbase", "edit", None, "None"),
    ],
)
def test_a_price_is_that_of_the_operation_that_is_called(
    gateway: str, method: str, model: str | None, price: str
) -> None:
    assert str(price_of(gateway, method, model)) == price


def test_many_calls_cost_their_number_to_the_last_digit() -> None:
    price = price_of("ai302", "edit")
    assert price is not None
    assert [str(price.times(number)) for number in (0, 3, 10_000)] == ["0.00 PTC", "0.15 PTC", "500.00 PTC"]
    assert isinstance(price.times(2), Price)
