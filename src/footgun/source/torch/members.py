"""What every torch module has, so that `hasattr(module, name)` can be told for any other name."""

from __future__ import annotations

EVERY = frozenset(
    [
        "T_destination",
        "add_module",
        "apply",
        "bfloat16",
        "buffers",
        "call_super_init",
        "children",
        "compile",
        "cpu",
        "cuda",
        "double",
        "dump_patches",
        "eval",
        "extra_repr",
        "float",
        "forward",
        "get_buffer",
        "get_extra_state",
        "get_parameter",
        "get_submodule",
        "half",
        "ipu",
        "load_state_dict",
        "modules",
        "mtia",
        "named_buffers",
        "named_children",
        "named_modules",
        "named_parameters",
        "parameters",
        "register_backward_hook",
        "register_buffer",
        "register_forward_hook",
        "register_forward_pre_hook",
        "register_full_backward_hook",
        "register_full_backward_pre_hook",
        "register_load_state_dict_post_hook",
        "register_load_state_dict_pre_hook",
        "register_module",
        "register_parameter",
        "register_state_dict_post_hook",
        "register_state_dict_pre_hook",
        "requires_grad_",
        "set_extra_state",
        "set_submodule",
        "share_memory",
        "state_dict",
        "to",
        "to_empty",
        "train",
        "training",
        "type",
        "xpu",
        "zero_grad",
        "_apply",
        "_backward_hooks",
        "_backward_pre_hooks",
        "_buffers",
        "_call_impl",
        "_compiled_call_impl",
        "_forward_hooks",
        "_forward_hooks_always_called",
        "_forward_hooks_with_kwargs",
        "_forward_pre_hooks",
        "_forward_pre_hooks_with_kwargs",
        "_get_backward_hooks",
        "_get_backward_pre_hooks",
        "_get_name",
        "_is_full_backward_hook",
        "_load_from_state_dict",
        "_load_state_dict_post_hooks",
        "_load_state_dict_pre_hooks",
        "_maybe_warn_non_full_backward_hook",
        "_modules",
        "_named_members",
        "_non_persistent_buffers_set",
        "_parameters",
        "_register_load_state_dict_pre_hook",
        "_register_state_dict_hook",
        "_replicate_for_data_parallel",
        "_save_to_state_dict",
        "_slow_forward",
        "_state_dict_hooks",
        "_state_dict_pre_hooks",
        "_version",
        "_wrapped_call_impl",
    ]
)
# Beside these, the classes that only hold others.
HOLDERS = {
    "Module": frozenset[str](),
    "Sequential": frozenset(("_get_item_by_idx", "append", "extend", "insert", "pop")),
    "ModuleList": frozenset(("_get_abs_string_index", "append", "extend", "insert", "pop")),
    "ModuleDict": frozenset(("clear", "items", "keys", "pop", "update", "values")),
}


def has(name: str) -> bool | None:
    """Whether `torch.nn.Module.name` and the like are there; None for classes with settings of their own."""
    owner, _, attribute = name.rpartition(".")
    if attribute in EVERY or attribute.startswith("__"):
        return True
    own = HOLDERS.get(owner.rpartition(".")[2])
    return None if own is None else attribute in own


# Classes of torch that others derive from; all others of torch.nn have no subclasses there.
_PARENTS: dict[str, tuple[str, ...]] = {
    "_ConvNd": ("Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"),
    "_ConvTransposeNd": ("ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"),
    "_BatchNorm": ("BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm"),
    "_InstanceNorm": ("InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"),
    "_DropoutNd": (
        "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout"
    ),
    "RNNBase": ("RNN", "LSTM", "GRU"),
    "RNNCellBase": ("RNNCell", "LSTMCell", "GRUCell"),
}  # fmt: skip
_PARENTS["_NormBase"] = (*_PARENTS["_BatchNorm"], *_PARENTS["_InstanceNorm"])


def derives(name: str, kind: str) -> bool | None:
    """Whether one class of torch.nn derives from another; None where a name is not of torch.nn."""
    if not (name.startswith("torch.nn.") and kind.startswith("torch.nn.")):
        return None
    last, parent = name.rpartition(".")[2], kind.rpartition(".")[2]
    if last == parent or parent == "Module":
        return True
    if last.removeprefix("Lazy") == parent or last.removeprefix("Lazy") in _PARENTS.get(parent, ()):
        return True
    return None if last.startswith("_") or (parent.startswith("_") and parent not in _PARENTS) else False
