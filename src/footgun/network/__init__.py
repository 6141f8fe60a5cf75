"""What every front end makes and every rule reads."""

from footgun.network.graph import ahead, behind, branches, users
from footgun.network.network import Network
from footgun.network.node import Initializer, Layer, Node, Parameter
from footgun.network.program import (
    ArgumentFault,
    NameFault,
    NameUse,
    Program,
    ShapeComment,
    SuperInitFault,
    SyntaxFaultAt,
    UnknownString,
    Unregistered,
    Unused,
)
from footgun.network.training import CompileUse, FitUse, LossUse, OptimizerUse
from footgun.network.value import Value

__all__ = [
    "ArgumentFault",
    "CompileUse",
    "FitUse",
    "Initializer",
    "Layer",
    "LossUse",
    "NameFault",
    "NameUse",
    "Network",
    "Node",
    "OptimizerUse",
    "Parameter",
    "Program",
    "ShapeComment",
    "SuperInitFault",
    "SyntaxFaultAt",
    "UnknownString",
    "Unregistered",
    "Unused",
    "Value",
    "ahead",
    "behind",
    "branches",
    "users",
]
