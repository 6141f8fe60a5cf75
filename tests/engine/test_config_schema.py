"""The schema that editors use and the reader of configurations agree."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from footgun.config import _KEYS, ConfigError, load
from footgun.dev.config_schema import shipped, text

SCHEMA = json.loads(shipped())


def test_the_shipped_schema_is_made_from_the_keys():
    assert shipped() == text(), (
        "renew it: python -m footgun.dev config-schema > src/footgun/config.schema.json"
    )
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"].keys() == _KEYS.keys()


@pytest.mark.parametrize(
    "setting",
    [
        {"select": ["SHP", "ACT001"]},
        {"select": "SHP"},
        {"ignore": [1]},
        {"input": [3, 64, 64]},
        {"input": "3, 64,64"},
        {"input": []},
        {"input": [0]},
        {"input": "3,x"},
        {"hints": True},
        {"hints": "yes"},
        {"exclude": ["old/*"]},
        {"per-file-ignores": {"tests/*": ["ALL"]}},
        {"per-file-ignores": {"tests/*": "ALL"}},
        {"severity": {"SHP": "info"}},
        {"severity": {"SHP": "off"}},
        {"baseline": "known.json"},
        {"baseline": ""},
        {"output-format": "sarif"},
        {"output-format": "xml"},
        {"colour": True},
    ],
    ids=str,
)
def test_both_take_and_refuse_the_same(tmp_path, setting):
    def toml(value):
        if isinstance(value, dict):
            return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
        return json.dumps(value)

    path = tmp_path / "footgun.toml"
    path.write_text("".join(f"{key} = {toml(value)}\n" for key, value in setting.items()))
    try:
        load(str(path))
        taken = True
    except ConfigError:
        taken = False
    assert Draft202012Validator(SCHEMA).is_valid(setting) == taken
