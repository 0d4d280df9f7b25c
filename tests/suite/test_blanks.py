"""What is a blank in a pattern is read as the documents' language has it, which is not Python's."""

import re
import sys

from jsonschema_rs import Draft202012Validator

from contract_tests.suite import request_judge


def test_a_blank_is_what_another_validator_takes_for_one() -> None:
    validator = Draft202012Validator({"pattern": r"^\S$"})
    characters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
    may_differ = [one for one in characters if re.fullmatch(r"[\s\x00-\xff\u180e\u200b-\u200f\ufeff]", one)]
    assert len(may_differ) > 256
    for one in may_differ:
        assert request_judge._matches(r"^\S$", one) == validator.is_valid(one), f"U+{ord(one):04X}"
