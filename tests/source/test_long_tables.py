"""A loop over a long table of names ends early where its passes are long and make nothing that rules look at."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine

from footgun.source.values import Unknown

CODE = """\
from torch import nn
TABLE = {{f"net{{i}}": i for i in range({count})}}
FOUND = {{}}
def entry(name, size):
    parts = [name.upper(), name.lower(), name.strip(), name + "a", name + "b", name + "c"]
    {more}
    return [part + str(size) + part.title() for part in parts]
for name, size in TABLE.items():
    FOUND[name] = entry(name, size)
"""


def entries(count, more="pass"):
    m = machine(CODE.format(count=count, more=more))
    return len(m.globals["FOUND"]), m.globals["FOUND"].open, m.globals["name"]


def test_what_the_rest_would_add_is_not_known():
    count, open_, name = entries(100)
    assert count < 20
    assert open_
    assert isinstance(name, Unknown)


@pytest.mark.parametrize("more", ["nn.Linear(size + 1, 2)", "nn.Linear(2, 3)"])
def test_a_table_of_networks_is_gone_through(more):
    assert entries(60, more) == (60, False, "net59")


def test_a_short_table_is_gone_through():
    assert entries(20) == (20, False, "net19")
