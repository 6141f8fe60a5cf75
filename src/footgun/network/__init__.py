"""What every front end makes and every rule reads."""

from footgun.network.data import DataSet, Loader, Pair, Pipeline, Scaling, Split, Step
from footgun.network.graph import ahead, behind, branches, owner, users
from footgun.network.network import Network
from footgun.network.node import Initializer, Layer, Node, Parameter
from footgun.network.program import (
    ArgumentFault,
    NameFault,
    NameUse,
    Overwrite,
    Program,
    ShapeComment,
    SuperInitFault,
    SyntaxFaultAt,
    Unapplied,
    Unequal,
    Unfilled,
    UnknownString,
    Unregistered,
    Unused,
)
from footgun.network.trace import Event, Loop, Tape
from footgun.network.training import CompileUse, FitUse, LossUse, Monitor, OptimizerUse, ScheduleUse
from footgun.network.value import Value

__all__ = [
    "ArgumentFault",
    "CompileUse",
    "DataSet",
    "Event",
    "FitUse",
    "Initializer",
    "Layer",
    "Loader",
    "Loop",
    "LossUse",
    "Monitor",
    "NameFault",
    "NameUse",
    "Network",
    "Node",
    "OptimizerUse",
    "Overwrite",
    "Pair",
    "Parameter",
    "Pipeline",
    "Program",
    "Scaling",
    "ScheduleUse",
    "ShapeComment",
    "Split",
    "Step",
    "SuperInitFault",
    "SyntaxFaultAt",
    "Tape",
    "Unapplied",
    "Unequal",
    "Unfilled",
    "UnknownString",
    "Unregistered",
    "Unused",
    "Value",
    "ahead",
    "behind",
    "branches",
    "owner",
    "users",
]
