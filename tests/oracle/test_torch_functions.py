"""torch's functions and tensor methods, one line each: torch computes it, we only read it.

Both give the same shapes and number types, or both refuse.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.source.interpret.running import machine

from footgun.network import Value
from footgun.source.values import List

torch = pytest.importorskip("torch")

START = """
import torch
import torch.nn.functional as F
from torch import nn
x = torch.randn(2, 3, 4)
m = torch.randn(3, 4)
v = torch.randn(4)
img = torch.randn(2, 4, 6, 6)
i = torch.randint(0, 3, (2, 3))
b = torch.ones(2, 3, dtype=torch.bool)
"""
# A line that begins with "!" is one that torch refuses.
LINES = """
x.view(6, 4) | x.view(-1) | x.view(2, -1) | x.reshape((3, 8)) | !x.view(5, 5) | !x.view(-1, 5) | x.view_as(x)
x.permute(2, 0, 1) | x.permute((0, 2, 1)) | !x.permute(0, 1) | x.transpose(1, 2) | x.transpose(-1, 0) | !x.transpose(0, 3)
x.flatten() | x.flatten(1) | torch.flatten(x, 1) | x.flatten(0, 1) | torch.flatten(x, start_dim=1, end_dim=2) | x.ravel()
x.unsqueeze(0) | x.unsqueeze(-1) | !x.unsqueeze(5) | x[:, :1].squeeze(1) | x.squeeze() | x.squeeze(0) | !x.squeeze(7)
x.t() if False else m.t() | m.T | x.mT | x.swapaxes(0, 1) | x.movedim(0, -1) | torch.movedim(x, (0, 1), (1, 2)) | m.rot90()
x.expand(5, 2, 3, 4) | v.expand(3, -1) | !x.expand(2, 5, 4) | v.expand_as(x) | x.repeat(1, 2, 1) | !x.repeat(2) | x.tile(2)
torch.cat([x, x], 1) | torch.cat((x, x), dim=-1) | !torch.cat([x, m], 0) | !torch.cat([x, img], 1) | torch.stack([m, m]) | torch.stack((m, m), dim=2)
torch.hstack([v, v]) | torch.hstack([m, m]) | torch.vstack([v, v]) | torch.vstack([m, m]) | torch.column_stack([v, v])
x.chunk(2, dim=1) | torch.chunk(x, 2, -1) | x.split(2, dim=2) | torch.split(x, [1, 2], dim=1) | !x.split([1, 1], 1) | torch.tensor_split(x, 2, 1)
x.unbind(1) | torch.unbind(m) | x.narrow(1, 0, 2) | x.select(1, 0) | torch.select(x, 2, 1) | x.unfold(2, 2, 1) | !x.unfold(2, 9, 1)
x[0] | x[:, 1:] | x[..., -1] | x[None] | x[:, None, :] | x[0, 1, 2] | !x[0, 0, 0, 0] | m[i] | !x[5] | x[:, [0, 2]] | x[::2, ..., ::2]
x.size() == x.shape | x.size(1) | x.dim() | x.numel() | len(x) | x.shape[-1] | list(x.shape) | x.ndim
x + 1 | 2 * x | x / 3 | x // 2 | x % 2 | x ** 2 | -x | x + v | x + m | !x + torch.randn(5) | x - x.mean() | x * m[0] | v + 1j
x > 0 | x == m | (x > 0) & (x < 1) | ~(x > 0) | i + 1 | i + 0.5 | i / 2 | b + 1 | i * b | x * i[..., None] | 1 - x
m @ v | x @ v | x @ m.t() | !x @ m | m.mm(m.T) | !m.mm(m) | torch.matmul(m, v) | !torch.matmul(v, m) | torch.bmm(x, x.mT) | !torch.bmm(m, m)
torch.mv(m, v) | torch.dot(v, v) | !torch.dot(v, v[:2]) | torch.outer(v, v) | torch.inner(m, v) | torch.tensordot(x, m, dims=2) | torch.tensordot(x, m, dims=([1], [0]))
torch.einsum("bij,jk->bik", x, m.T) | torch.einsum("bij->b", x) | !torch.einsum("ij,jk", m, m) | torch.einsum("...i,i", x, v)
torch.addmm(torch.randn(3), m, m.T) | torch.baddbmm(x, x, torch.randn(2, 4, 4)) | torch.addbmm(m, x, torch.randn(2, 4, 4)) | torch.cdist(m, m)
x.sum() | x.sum(1) | x.sum(dim=(1, 2)) | x.sum(-1, keepdim=True) | x.mean(dim=1, keepdim=True) | !x.sum(3) | x.prod(1) | x.std(0) | x.var((1, 2))
x.max() | x.max(1) | x.max(dim=1)[0] | x.max(dim=1).values | x.min(1, keepdim=True)[1] | torch.max(x, x) | x.amax(1) | x.argmax(1) | x.argmax() | x.argmin(dim=-1, keepdim=True)
x.median() | x.mode(1) | x.norm() | x.norm(2, 1) | x.norm(dim=1) | torch.norm(x, p=2, dim=1) | x.logsumexp(1) | torch.linalg.norm(x, dim=-1) | x.all() | b.any(1)
x.topk(2) | x.topk(2, dim=1)[1] | !x.topk(9) | x.sort(1)[0] | x.argsort(-1) | x.cumsum(1) | x.cumprod(dim=2) | torch.unique(i) if False else i
x.relu() | F.relu(x) | torch.sigmoid(x) | x.tanh() | F.gelu(x) | F.softmax(x, dim=-1) | x.softmax(1) | F.log_softmax(x, 1) | !F.softmax(x, dim=3) | F.glu(x) | !F.glu(x, 1)
F.elu_(x) | F.leaky_relu(x, 0.1) | F.prelu(img, torch.rand(4)) | F.softplus(x) | F.gumbel_softmax(x, dim=-1) | F.hardswish(x) | F.normalize(x, dim=1)
x.exp() | x.log() | x.sqrt() | x.abs() | x.clamp(0, 1) | x.clamp_(min=0) | x.add_(1) | x.mul_(2).sub_(1) | x.zero_() | x.round() | i.float().exp() | i.sqrt() | torch.exp(i)
x.float() | x.long() | x.bool() | x.double() | x.half() | x.to(torch.int64) | x.type(torch.LongTensor) | i.type_as(x) | x.to("cpu") | x.cpu().numpy() if False else x.cpu() | x.int()
x.clone() | x.detach() | x.contiguous() | x.data | x.requires_grad_() | torch.zeros_like(x) | torch.ones_like(i) | torch.randn_like(x) | torch.full_like(x, 3) | torch.empty_like(i, dtype=torch.float)
torch.zeros(2, 3) | torch.ones((2, 3)) | torch.rand(4) | torch.empty(2, 0) | torch.full((2, 2), 1.0) | torch.eye(3) | torch.eye(2, 3) | torch.arange(5) | torch.arange(2, 8) | torch.arange(5.0) | torch.arange(0, 10, 3)
torch.linspace(0, 1, 7) | torch.randint(0, 5, (2, 3)) | torch.randint(5, (4,)) | torch.randperm(6) | torch.normal(0.0, 1.0, size=(2, 2)) | torch.zeros(2, 3, dtype=torch.long) | torch.tensor([[1, 2], [3, 4]]) | torch.tensor([1.0, 2]) | torch.tensor(3)
torch.tensor([True]) | torch.Tensor([1, 2]) | torch.Tensor(2, 3) | torch.LongTensor([1]) | torch.as_tensor([1, 2]) | x.new_zeros(2, 5) | x.new_tensor([1.0, 2.0]) | x.new_ones((3,)) | x.new_full((2, 2), 1.0)
torch.where(x > 0, x, torch.zeros_like(x)) | torch.where(x > 0, 1.0, 0.0) if False else x | x.masked_fill(x > 0, 0) | x.masked_fill(b[..., None], -1) | torch.tril(m) | x.flip(1) | torch.roll(x, 1, 0) | torch.flip(x, [0])
F.one_hot(i, 5) | torch.gather(x, 1, torch.zeros(2, 1, 4, dtype=torch.long)) | !torch.gather(x, 1, torch.zeros(2, 1, dtype=torch.long)) | x.index_select(1, torch.tensor([0, 2])) | x.repeat_interleave(2, dim=1) | x.repeat_interleave(3)
torch.meshgrid(v, v[:2], indexing="ij") | torch.meshgrid(v, v[:3], indexing="xy") | torch.diag(v) | torch.diag_embed(m) | torch.bucketize(x, v) | x.scatter(1, torch.zeros(2, 1, 4, dtype=torch.long), 1.0)
F.cosine_similarity(x, x) | F.cosine_similarity(x, x, dim=-1) | !F.cosine_similarity(x, v[:2]) | F.pairwise_distance(m, m) | F.pairwise_distance(m, m, keepdim=True)
F.conv2d(img, torch.randn(8, 4, 3, 3)) | F.conv2d(img, torch.randn(8, 2, 3, 3), groups=2, padding=1) | !F.conv2d(img, torch.randn(8, 3, 3, 3)) | F.conv1d(x, torch.randn(5, 3, 2), stride=2) | F.linear(x, torch.randn(7, 4)) | !F.linear(x, torch.randn(7, 5))
F.conv_transpose2d(img, torch.randn(4, 5, 2, 2), stride=2) | F.conv_transpose1d(x, torch.randn(3, 2, 4), padding=1, output_padding=0)
F.max_pool2d(img, 2) | F.max_pool2d(img, 3, 2, 1) | F.avg_pool2d(img, kernel_size=2, stride=1) | F.adaptive_avg_pool2d(img, 1) | F.adaptive_avg_pool2d(img, (2, None)) | !F.max_pool2d(img, 9) | F.max_pool1d(x, 2) | F.adaptive_max_pool1d(x, 2) | F.lp_pool2d(img, 2, 2)
F.max_pool2d(img, 2, return_indices=True) | F.interpolate(img, scale_factor=2) | F.interpolate(img, size=(3, 5)) | F.interpolate(img, size=4, mode="bilinear") | F.pad(x, (1, 2)) | F.pad(x, (1, 1, 2, 2), value=0) | F.pixel_shuffle(img, 2) | !F.pixel_shuffle(img, 3)
F.unfold(img, 3) | F.unfold(img, kernel_size=2, stride=2) | F.fold(torch.randn(2, 16, 9), (6, 6), 2, stride=2) | !F.fold(torch.randn(2, 16, 8), (6, 6), 2, stride=2) | F.channel_shuffle(img, 2)
F.batch_norm(img, torch.zeros(4), torch.ones(4)) | F.layer_norm(x, (4,)) | F.layer_norm(x, x.shape[1:]) | !F.layer_norm(x, (3,)) | F.group_norm(img, 2) | F.instance_norm(img) | F.dropout(x, 0.5) | F.dropout2d(img) | F.embedding(i, m)
F.cross_entropy(m, torch.zeros(3, dtype=torch.long)) | !F.cross_entropy(m, torch.zeros(4, dtype=torch.long)) | F.mse_loss(x, x) | F.nll_loss(m.log_softmax(1), torch.zeros(3, dtype=torch.long), reduction="none") | F.binary_cross_entropy_with_logits(x, torch.ones(2, 3, 4)) | F.l1_loss(x, x, reduction="sum")
F.scaled_dot_product_attention(img, img, img) | nn.Flatten()(img) | nn.Flatten(0)(img) | nn.Unflatten(1, (2, 2))(img) | !nn.Unflatten(1, (3, 2))(img) | nn.Identity()(x) | nn.PixelUnshuffle(2)(img) | nn.CosineSimilarity(dim=2)(x, x) | nn.PairwiseDistance()(x, x)
nn.Unfold(3, padding=1)(img) | nn.Fold((6, 6), 3, padding=1)(torch.randn(2, 36, 36)) | nn.ChannelShuffle(2)(img) | nn.Softmax2d()(img) | nn.MaxUnpool2d(2)(*nn.MaxPool2d(2, return_indices=True)(img)) | nn.EmbeddingBag(5, 3)(i) | nn.LocalResponseNorm(2)(img) | nn.Threshold(0.1, 0)(x)
torch.fft.fft(x) | torch.nn.utils.parameters_to_vector([m, v]).dim() | torch.isnan(x) | torch.isfinite(x).all() | torch.logical_and(b, b) | torch.maximum(x, x) | torch.pow(x, 2) | torch.atan2(x, x) | torch.lerp(x, x, 0.5) | x.trace() if False else m[:, :3].trace()
nn.LSTM(4, 5)(x) | nn.LSTM(4, 5, 2, batch_first=True, bidirectional=True)(x)[0] | nn.GRU(4, 6, batch_first=True)(x)[1] | nn.RNN(4, 3)(x)[0][-1] | !nn.LSTM(3, 5)(x) | nn.LSTMCell(4, 5)(m) | nn.GRUCell(4, 5)(m) | nn.LSTM(4, 5, proj_size=2)(x)
nn.MultiheadAttention(4, 2)(x, x, x) | nn.MultiheadAttention(4, 2, batch_first=True)(x, x, x, need_weights=True)[1] | !nn.MultiheadAttention(4, 3)(x, x, x) | nn.TransformerEncoderLayer(4, 2, 8)(x) | nn.TransformerDecoderLayer(4, 2, batch_first=True)(x, x)
nn.Transformer(4, 2, 1, 1, 8)(x, x) | nn.Transformer(d_model=4, nhead=1, num_encoder_layers=1, num_decoder_layers=1, batch_first=True)(x, torch.randn(2, 7, 4)) | nn.Transformer.generate_square_subsequent_mask(5)
nn.utils.weight_norm(nn.Linear(4, 7))(x) | nn.utils.spectral_norm(nn.Conv2d(4, 3, 3))(img) | nn.utils.parametrizations.weight_norm(nn.Linear(4, 2))(x) | nn.DataParallel(nn.Linear(4, 2))(x) if False else x | nn.utils.rnn.pad_sequence([v, v], batch_first=True).dim()
nn.utils.rnn.pad_packed_sequence(nn.LSTM(4, 5, batch_first=True)(nn.utils.rnn.pack_padded_sequence(x, [3, 3], batch_first=True))[0], batch_first=True) | nn.GRU(4, 5)(nn.utils.rnn.pack_padded_sequence(x, [3, 3], batch_first=True))[1]
"""
CASES = [case.strip() for line in LINES.strip().splitlines() for case in line.split(" | ")]


def plain(value: Any) -> Any:
    """Shapes and number types of all tensors, everything else as it is."""
    if isinstance(value, torch.Tensor):
        return tuple(value.shape), str(value.dtype).removeprefix("torch.")
    if isinstance(value, Value):
        return value.shape, value.dtype
    if isinstance(value, (tuple, List, list)):
        return [plain(part) for part in value]
    return value


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", CASES)
def test_both_say_the_same(case: str) -> None:
    refused, line = case.startswith("!"), case.removeprefix("!")
    made = machine(f"{START}y = {line}\n")
    faults = [f for node in made.program.nodes for f in node.faults]
    faults += [a.message for a in made.program.arguments]
    names: dict[str, Any] = {}
    exec(START, names)
    if refused:
        with pytest.raises((RuntimeError, IndexError, TypeError, ValueError, AssertionError)):
            exec(f"y = {line}", names)
        assert faults
    else:
        exec(f"y = {line}", names)
        assert not faults
        assert plain(made.globals["y"]) == plain(names["y"])
    assert [gap.reason for gap in made.program.not_checked] == []
