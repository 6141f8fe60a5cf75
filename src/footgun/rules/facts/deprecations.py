"""What still works and has a better way: names and arguments of torch 2.13, torchvision 0.29."""

from __future__ import annotations

from footgun.rules.facts.releases import Arguments, Change

# fmt: off
DIGITS = ("MNIST", "FashionMNIST", "KMNIST", "EMNIST", "QMNIST")
OLD_PARTS = {"train_data": "data", "test_data": "data", "train_labels": "targets", "test_labels": "targets"}
IN_PLACE = (
    "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "normal", "uniform", "constant",
    "eye", "orthogonal", "sparse", "dirac",
)
DEPRECATED = {
    **{f"torchvision.datasets.{digits}.{old}": Change("torchvision 0.2.2", f"`.{new}`")
       for digits in DIGITS for old, new in OLD_PARTS.items()},
    **{f"torch.nn.init.{name}": Change("torch 0.4", f"`{name}_`") for name in IN_PLACE},
    "torch.autograd.Variable": Change("torch 0.4", "the tensor itself: tensors record gradients"),
    "torch.Tensor.data": Change("torch 0.4", "`.detach()`, or `.item()` for a number"),
    "torch.nn.functional.upsample": Change("torch 0.4.1", "`F.interpolate`"),
    "torch.nn.functional.upsample_bilinear": Change(
        "torch 0.4.1", "`F.interpolate(..., mode='bilinear', align_corners=True)`"
    ),
    "torch.nn.functional.upsample_nearest": Change("torch 0.4.1", "`F.interpolate`"),
    "torch.nn.NLLLoss2d": Change("torch 0.2", "`NLLLoss`"),
    "torch.nn.utils.clip_grad_norm": Change("torch 0.4", "`clip_grad_norm_`"),
    "torch.nn.utils.weight_norm": Change("torch 2.0", "`torch.nn.utils.parametrizations.weight_norm`"),
    "torch.cuda.amp.autocast": Change("torch 2.4", "`torch.amp.autocast('cuda')`"),
    "torch.cuda.amp.GradScaler": Change("torch 2.4", "`torch.amp.GradScaler('cuda')`"),
    "torch.qr": Change("torch 1.8", "`torch.linalg.qr`"),
    "torch.cholesky": Change("torch 1.8", "`torch.linalg.cholesky`"),
    "torch.triangular_solve": Change(
        "torch 1.11", "`torch.linalg.solve_triangular`, with its arguments the other way round"
    ),
    "torch.lu": Change("torch 1.11", "`torch.linalg.lu_factor`"),
}
# fmt: on
REDUCTION = Change("torch 0.4.1", "`reduction='mean'`, `'sum'` or `'none'`")
DEPRECATED_ARGUMENTS: dict[str, tuple[Arguments, ...]] = {
    "pretrained": (
        Arguments("torchvision.models.", (), Change("torchvision 0.13", "`weights=`, such as `'DEFAULT'`")),
    ),
    "pretrained_backbone": (
        Arguments("torchvision.models.", (), Change("torchvision 0.13", "`weights_backbone=`")),
    ),
    "size_average": (Arguments("torch.nn.", (), REDUCTION),),
    "reduce": (Arguments("torch.nn.", (), REDUCTION),),
}
