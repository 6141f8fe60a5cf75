"""Calls by name: torch takes them or refuses them, and so do we."""

from __future__ import annotations

from typing import Any

import pytest
from tests.source.interpret.running import machine

torch = pytest.importorskip("torch")

START = """
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import (
    BatchSampler, ConcatDataset, DataLoader, IterableDataset, RandomSampler, SequentialSampler,
    SubsetRandomSampler, TensorDataset, WeightedRandomSampler, random_split,
)
x = torch.rand(2, 3)
w = torch.rand(3, 3)
data = TensorDataset(torch.rand(10, 3), torch.rand(10))
"""
# A call that begins with "!" is one that torch refuses.
CALLS = """
torch.sum(x, axis=1, keepdims=True) | !torch.sum(x, axes=1) | x.sum(dim=1, dtype=torch.float64) | torch.mean(input=x, dim=0)
x.argmax(dim=1, keepdims=True) | torch.argmax(x, axis=1) | torch.stack([x, x], axis=0) | x.unsqueeze(axis=0) | torch.cat([x, x], axis=1)
torch.swapaxes(x, axis0=0, axis1=1) | torch.max(x, axis=1) | torch.max(x, dim=1, keepdim=True) | torch.tile(x, dims=(2, 2)) | torch.transpose(x, dim0=0, dim1=1)
torch.zeros(2, 3, dtype=torch.long, requires_grad=False, device="cpu") | !torch.zeros(2, 3, dtypes=torch.long) | torch.zeros(size=(2, 3)) | torch.rand(2, requires_grad=True)
!torch.relu(x, inplace=True) | F.relu(x, inplace=True) | !torch.clamp(x, minimum=0) | torch.clamp(x, min=0, max=1) | x.clamp_(min=0) | torch.softmax(x, axis=1)
x.view(size=(3, 2)) | x.reshape(shape=(3, 2)) | x.permute(dims=(1, 0)) | torch.flip(x, dims=[0]) | torch.flatten(x, start_dim=0) | x.expand(size=(2, 3))
torch.std(x, dim=0, correction=0) | torch.var(x, unbiased=False) | torch.norm(x, p=2, dim=1, keepdim=True) | torch.cumsum(x, axis=0) | torch.sort(x, descending=True)
torch.randint(low=0, high=5, size=(2,)) | torch.arange(start=0, end=5, dtype=torch.float) | torch.linspace(0, 1, steps=5) | torch.full((2, 2), fill_value=1.0) | torch.normal(mean=0.0, std=1.0, size=(2, 2))
torch.add(input=x, other=x, alpha=1) | torch.exp(x=x) | torch.dropout(x, p=0.5, train=True) | torch.where(condition=x > 0, input=x, other=x) | torch.addmm(x, x, w, beta=0.5)
torch.matmul(input=x, other=w) | torch.einsum("ij->i", x) | torch.split(x, split_size_or_sections=1, dim=0) | torch.chunk(x, chunks=2, dim=0) | !torch.chunk(x, parts=2)
torch.topk(x, k=1, dim=1, largest=False) | torch.gather(x, dim=1, index=torch.zeros(2, 1, dtype=torch.long)) | torch.roll(x, shifts=1, dims=0) | !torch.roll(x, shift=1)
torch.tensor([1.0], dtype=torch.float, device="cpu", requires_grad=True) | !torch.tensor([1.0], type=torch.float) | torch.as_tensor([1.0], dtype=torch.float) | x.new_zeros(2, dtype=torch.long)
x.to(dtype=torch.float64, non_blocking=True) | x.to("cpu", torch.float16, copy=True) | !x.to(type=torch.long) | x.repeat_interleave(repeats=2, dim=0) | x.masked_fill(mask=x > 0, value=0.0)
torch.ones_like(x, dtype=torch.long) | torch.randn_like(input=x) | torch.eye(n=3) | torch.tril(x, diagonal=-1) | torch.unique(x, return_counts=True) | torch.nan_to_num(x, nan=0.0)
nn.init.normal_(w, mean=0.0, std=0.1) | !nn.init.normal_(w, mean=0.0, sigma=0.1) | nn.init.constant_(w, val=0.1) | !nn.init.constant_(w) | nn.init.kaiming_normal_(w, mode="fan_out", nonlinearity="relu")
nn.init.xavier_uniform_(tensor=w, gain=2.0) | nn.init.trunc_normal_(w, std=0.02) | !nn.init.uniform_(w, low=0) | nn.init.orthogonal_(w) | nn.init.sparse_(w, sparsity=0.1)
nn.KLDivLoss(reduction="batchmean", log_target=True) | !nn.KLDivLoss(logtarget=True) | nn.TripletMarginLoss(margin=2.0, p=1) | !nn.TripletMarginLoss(alpha=2.0) | nn.CTCLoss(blank=1) | nn.GaussianNLLLoss(full=True)
DataLoader(data, batch_size=2, shuffle=True) | !DataLoader(data, batchsize=2) | !DataLoader(data, sampler=RandomSampler(data), shuffle=True) | DataLoader(data, sampler=RandomSampler(data), shuffle=False)
!DataLoader(data, batch_size=4, batch_sampler=BatchSampler(RandomSampler(data), 2, False)) | DataLoader(data, batch_sampler=BatchSampler(SequentialSampler(data), batch_size=2, drop_last=False))
!DataLoader(data, drop_last=True, batch_sampler=BatchSampler(RandomSampler(data), 2, False)) | WeightedRandomSampler([0.1] * 10, 10) | !WeightedRandomSampler([0.1] * 10) | SubsetRandomSampler([1, 2])
random_split(data, [7, 3]) | random_split(data, [0.5, 0.5]) | !random_split(data, [7, 4]) | TensorDataset(torch.rand(3), torch.rand(3, 2)) | !TensorDataset(torch.rand(3), torch.rand(4)) | ConcatDataset([data, data])
"""
CASES = [case.strip() for line in CALLS.strip().splitlines() for case in line.split(" | ")]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", CASES)
def test_both_take_the_same_arguments(case: str) -> None:
    refused, line = case.startswith("!"), case.removeprefix("!")
    made = machine(f"{START}y = {line}\n")
    faults = [a.message for a in made.program.arguments]
    names: dict[str, Any] = {}
    exec(START, names)
    if refused:
        with pytest.raises((TypeError, ValueError, AssertionError)):
            exec(f"y = {line}", names)
        assert len(faults) == 1
    else:
        exec(f"y = {line}", names)
        assert not faults


def test_the_table_of_parameters_is_that_of_torch() -> None:
    from tests.oracle.torch_parameters import table

    from footgun.source.torch._parameters import taken

    for name, names in table().items():
        assert set(names.split()) <= taken(name), name
