"""What a rule `needs` is only a quicker way to the same answer."""

from __future__ import annotations

import pytest
from tests.meta.test_output import programs

from footgun.engine import source_front_end
from footgun.network import Program
from footgun.network.trace import KINDS
from footgun.ops.base import Op
from footgun.rules.base import facts
from footgun.rules.registry import walk

RULES = walk()
PROGRAMS = [source_front_end(name, text.encode(), None, None)[0] for name, text in programs()]
TOLD = {"fleeting", "frozen", "initializers", "maps", "trained", "unused"}
FAULTS = {fault.kind for program in PROGRAMS for node in program.nodes for fault in node.faults}


def names_below(kind):
    return {kind.__name__}.union(*map(names_below, kind.__subclasses__()))


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.needs], ids=lambda rule: rule.slug)
def test_a_rule_is_silent_without_what_it_needs(rule):
    named = {name.partition(".")[0] for need in rule.needs for name in need.split("+")}
    assert named <= FAULTS | KINDS | TOLD | names_below(Op) | vars(Program("")).keys(), (
        "there is no such fact"
    )
    others = [program for program in PROGRAMS if not rule.speaks_of(facts(program))]
    assert [finding for program in (Program(""), *others) for finding in rule.check(program)] == []


def test_facts_that_a_need_may_join():
    both, one = ({"Dropout", "BatchNorm", "nodes"}, {"Dropout", "nodes"})
    rule = next(rule for rule in RULES if rule.needs == ("Dropout+BatchNorm",))
    assert (rule.speaks_of(both), rule.speaks_of(one)) == (True, False)


def test_every_event_is_of_a_known_kind():
    found = {event.kind for program in PROGRAMS for event in program.events}
    assert {"forward", "backward", "step"} <= found <= KINDS
