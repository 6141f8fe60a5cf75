"""Further functions of torch, layers that few use, and what types meet: torch computes it, we only read it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.source.interpret.running import machine

from footgun.network import Value
from footgun.source.values import Library

torch = pytest.importorskip("torch")

START = """
import torch
import torch.nn.functional as F
from torch import nn
x = torch.rand(2, 3, 4)
m = torch.rand(3, 4)
s = torch.rand(4, 4)
v = torch.rand(4)
d = torch.rand(4, dtype=torch.float64)
d0 = torch.tensor(1.0, dtype=torch.float64)
f0 = torch.tensor(1.0)
h = torch.rand(4, dtype=torch.float16)
i = torch.randint(0, 3, (4,))
i0 = torch.tensor(2)
u = torch.randint(0, 9, (4,), dtype=torch.uint8)
b = torch.ones(4, dtype=torch.bool)
b0 = torch.tensor(True)
c = torch.rand(4, dtype=torch.complex64)
img = torch.rand(2, 4, 6, 6)
"""
# A line that begins with "!" is one that torch refuses.
LINES = """
v + d | v + d0 | d + f0 | d0 + f0 | f0 + d | i + d0 | i + f0 | i0 + f0 | i0 + v | i + i0 | u + i | u + i0 | b + i0 | b + b0 | b * u | h + v | h + d0 | v + c
v / i | i / i | i // i0 | i / 2 | i % 2 | i ** 2 | i * 0.5 | b * 2 | b * 0.5 | b + True | u + 1 | u * 1.0 | d * 2 | h * 2.0 | c * 2 | v * 1j | u / 2 | i0 / i0
v > d0 | i == f0 | (v > 0.5) & b | b | b0 | ~b | i & 1 | i ^ i | !v & 1 | torch.logical_and(v, i) | v.eq(1) | i.ne(i0) | torch.isclose(d, d) | i.argmax() | v.argmin(0)
torch.where(b, v, d0) | torch.where(b, i, f0) | torch.where(b, v, 1.0) | torch.where(b, i, 2) | torch.where(b, d, v) | torch.maximum(v, d) | torch.minimum(i, f0) | torch.pow(i, 2.0)
i.sum() | b.sum() | u.sum() | i.float().mean() | b.float().mean() | !i.mean() | u.cumsum(0) | i.prod() | b.any() | u.all() | v.max() | i.max(0)[1] | i.sqrt() | b.float() | u.float() / 255
c.abs() | c.angle() | c.real | torch.real(c) | torch.imag(c) | torch.view_as_real(c) | torch.view_as_complex(torch.rand(3, 2)) | torch.complex(v, v) | torch.polar(v, v) | c.conj() | c + c
torch.fft.fft(v) | torch.fft.rfft(x) | torch.fft.irfft(torch.fft.rfft(x)) | torch.fft.fft2(x) | torch.fft.rfft2(img) | torch.fft.fftshift(x) | torch.fft.rfft(v, n=8) | torch.hann_window(16)
torch.stft(torch.rand(2, 400), 64, hop_length=16, window=torch.hann_window(64), return_complex=True) | torch.stft(torch.rand(400), 100, return_complex=True, center=False, window=torch.ones(100))
x.kthvalue(2, dim=1) | x.nanmedian() | x.nanmedian(1) | x.cummax(1) | torch.cummin(m, 0) | torch.aminmax(x, dim=1) | x.aminmax() | torch.std_mean(x, dim=1) | torch.var_mean(x) | torch.var_mean(x, (0, 1), keepdim=True)
x.quantile(0.5) | x.quantile(torch.tensor([0.1, 0.9]), dim=1) | torch.quantile(m, 0.5, dim=1, keepdim=True) | torch.histc(v, 5) | torch.cov(m) | torch.corrcoef(m) | torch.cov(v) | torch.dist(v, v) | torch.msort(m) | torch.isin(i, i)
torch.inverse(s) | torch.linalg.inv(s) | torch.pinverse(m) | torch.linalg.pinv(m) | torch.matrix_power(s, 3) | torch.matrix_exp(s) | torch.linalg.det(s) | torch.slogdet(s) | torch.linalg.matrix_rank(m) | torch.linalg.qr(m)
torch.svd(m) | torch.linalg.svd(m) | torch.linalg.svd(m, full_matrices=False) | torch.linalg.svdvals(m) | torch.linalg.eigh(s) | torch.linalg.eigvalsh(s) | torch.linalg.solve(s, s) | torch.linalg.vector_norm(x, dim=1) | torch.linalg.matrix_norm(x)
torch.linalg.inv_ex(s) | torch.linalg.cholesky_ex(s @ s.T) | torch.linalg.lu(m) | torch.linalg.lu_factor(m) | torch.geqrf(m) | torch.linalg.eig(s) | torch.linalg.eigvals(s) | torch.linalg.svdvals(m) | torch.trace(i[:, None] * i) | torch.logdet(s @ s.T)
!torch.inverse(m) | !torch.linalg.det(m) | !torch.linalg.inv(v) | !torch.linalg.inv(i[:, None] * i) | torch.matrix_power(i[:, None] * i, 2) | !torch.trace(x) | !torch.tril(v) | torch.svd_lowrank(m, 2) | !torch.pca_lowrank(m, 4) | torch.svd(m, some=False)
torch.linalg.solve(s, v) | torch.linalg.solve(s, m, left=False) | !torch.linalg.solve(s, m) | !torch.linalg.solve(m, m) | !torch.linalg.solve(s, d) | torch.linalg.solve_triangular(s, s, upper=True) | torch.cholesky_solve(m.T, s) | !torch.cholesky_solve(m, s)
torch.diag(v, -2) | torch.diagonal(x, 1, -2, -1) | torch.diag_embed(m, 1, 0, 2) | torch.diagonal_scatter(m, v[:3]) | !torch.diag(x) | !torch.diagonal(v) | !torch.diag_embed(m, dim1=1, dim2=1) | !torch.diagonal_scatter(m, v) | torch.linalg.diagonal(x)
torch.cross(torch.rand(2, 3), torch.rand(1, 3)) | torch.cross(m, m) | !torch.linalg.cross(m, m) | !torch.cross(v, v) | !torch.cross(m, m.double()) | torch.block_diag(m, v, f0) | torch.block_diag(s, d0) | !torch.block_diag(m, x) | torch.kron(m, s) | torch.kron(i, v)
torch.fft.fftn(x, (5, -1)) | torch.fft.hfft(v) | torch.fft.ihfft(v, 7) | torch.fft.irfft2(x, (4, 5)) | torch.fft.rfftn(x, dim=(0, 1)) | torch.fft.irfftn(x, dim=-2) | torch.fft.ifft(i) | torch.fft.fft(v, 3, 0, "ortho") | torch.fft.ihfft2(x) | torch.fft.hfftn(x)
!torch.fft.fft(v, dim=1) | !torch.fft.fft(v, 0) | !torch.fft.fft2(v) | !torch.fft.rfft(c) | !torch.fft.fft2(m, (3,)) | !torch.fft.fftshift(v, 1) | !torch.imag(v) | !v.imag | !torch.view_as_real(v) | !torch.view_as_complex(m) | m.mH | v[0].H | !x.H
torch.istft(torch.stft(v.repeat(9), 8, return_complex=True), 8) | !torch.stft(x, 8, return_complex=True) | !torch.stft(v, 9, return_complex=True) | !torch.stft(v.repeat(9), 8, window=v, return_complex=True) | torch.stft(v.repeat(9) + 0j, 8, return_complex=True)
torch.cov(i) | torch.cov(m[:1]) | torch.cov(m, aweights=d) | !torch.cov(x) | !torch.cov(m, fweights=i[:3]) | torch.dist(i, v) | !torch.dist(m, v[:3]) | torch.trapz(v, d) | torch.cumulative_trapezoid(m) | !torch.trapezoid(m, v[:3]) | torch.trapezoid(x, m)
torch.multinomial(m, 3) | !torch.multinomial(m, 5) | torch.multinomial(m, 5, True) | !torch.multinomial(x, 1) | !torch.multinomial(i, 1) | !torch.bincount(v) | !torch.bincount(m.long()) | torch.combinations(i, 2, True) | !torch.combinations(m) | !torch.cartesian_prod(v, m) | torch.histogram(v, 5)
!torch.renorm(v, 2, 0, 1) | !torch.renorm(m, 2, 2, 1) | torch.normal(m, v) | torch.normal(0.0, v) | !torch.normal(m, v[:3]) | torch.cdist(x, m) | !torch.cdist(m, v[:, None]) | !torch.cdist(i[None], m) | torch.polygamma(1, i) | torch.mvlgamma(v + 5, 2) | torch.special.i0e(i)
torch.igamma(v, f0) | !torch.igamma(v, m.T) | !torch.heaviside(v, d) | torch.special.xlog1py(i, 2) | torch.special.zeta(2.0, v) | torch.linalg.vecdot(m, v) | !torch.linalg.vecdot(m, d) | torch.inner(f0, m) | torch.tensordot(m, v, 0) | !torch.tensordot(m, d, 1) | !torch.dot(v, d)
torch.linalg.solve_triangular(s, s > 2, upper=True) | !torch.addmm(i, m, s) | !torch.cov(b) | !torch.mv(x, v) | !torch.mv(m, m) | !torch.addmv(v, m, v) | !torch.addr(v, v, m) | !torch.addr(x, v, v) | v.__rmatmul__(m) | !torch.linalg.norm(x, 2) | !torch.linalg.multi_dot([x, m]) | torch.addr(v, v, v)
torch.addmv(torch.rand(3), m, v) | torch.addr(m, torch.rand(3), v) | torch.linalg.multi_dot([m, s, s]) | torch.chain_matmul(m, s) | torch.kron(v, v) if False else v | torch.adjoint(m) | m.adjoint()
torch.tril_indices(3, 4) | torch.triu_indices(3, 3, 1) | torch.tril_indices(3, 3, -1) | torch.atleast_1d(f0) | torch.atleast_2d(v) | torch.atleast_3d(v) | torch.atleast_3d(m) | torch.cartesian_prod(v, v) | torch.block_diag(m, s)
torch.hsplit(m, 2) | torch.vsplit(m, 3) | torch.dsplit(x, [1, 3]) | torch.hsplit(v, [1]) | torch.diagflat(v) | torch.diagflat(v, 1) | torch.combinations(v, 3) | torch.vander(v) | torch.vander(v, 3) | torch.broadcast_shapes((2, 1), (3,))
torch.as_strided(v, (2, 2), (1, 1)) | torch.slice_scatter(m, m[:1], 0, 0, 1) | torch.select_scatter(m, v, 0, 1) | torch.range(0, 4) if False else v | torch.ldexp(v, i) | torch.trapezoid(m) | torch.trapz(m, dim=0) | torch.unravel_index(i, (2, 2))
F.normalize(x, dim=-1) | !F.normalize(v, dim=1) | F.local_response_norm(img, 2) | F.pdist(m) | F.bilinear(m, m, torch.rand(5, 4, 4)) | !F.bilinear(m, m, torch.rand(5, 3, 4)) | F.embedding_bag(torch.zeros(2, 3, dtype=torch.long), m)
F.upsample_nearest(img, scale_factor=2) | F.fractional_max_pool2d(img, 2, output_size=3) | F.celu_(v) | F.selu_(v) | F.threshold_(v, 0.1, 0.0) | torch.sigmoid_(v.clone()) | torch.hardshrink(v) | torch.batch_norm(img, None, None, None, None, True, 0.1, 1e-5, False) if False else v
nn.LazyConvTranspose2d(3, 4, stride=2)(img) | nn.LazyInstanceNorm2d()(img) | nn.CrossMapLRN2d(2)(img) | nn.FractionalMaxPool2d(2, output_size=(3, 2))(img) | nn.LazyConvTranspose1d(5, 3)(x) | nn.LazyInstanceNorm1d()(x)
torch.get_default_dtype() | torch.promote_types(torch.int32, torch.float32) | v.new(2, 3) | v.sum_to_size(1) | m.clone().t_() | m.clone().swapaxes_(0, 1) | torch.fill(v, 2) | v.index_put((i,), v) | torch.arctanh(v) | torch.arccosh(i + 1)
torch.tensor([[1, 2], [3, 4]])[i0 - 2] | torch.tensor(3.0) * i | torch.stack([f0, f0]) + d[:2] | x * d0 | x.mean() * d0 | (x * 2).sum(dim=-1) / i0 | i.float() @ v | torch.tensor([i0, i0]) if False else i0
"""
CASES = [case.strip() for line in LINES.strip().splitlines() for case in line.split(" | ")]


def plain(value: Any) -> Any:
    """Shapes and types of tensors, ours and torch's alike."""
    if isinstance(value, (Value, torch.Tensor)):
        shape = value.shape if value.shape is None else tuple(value.shape)
        return shape, value.dtype and str(value.dtype).removeprefix("torch.")
    if isinstance(value, (Library, torch.dtype)):
        return str(value.name if isinstance(value, Library) else value)
    return tuple(map(plain, value)) if isinstance(value, (list, tuple)) else value


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", CASES)
def test_both_say_the_same(case: str) -> None:
    refused, line = case.startswith("!"), case.removeprefix("!")
    made = machine(f"{START}y = {line}\n")
    faults = [f for node in made.program.nodes for f in node.faults]
    names: dict[str, Any] = {}
    exec(START, names)
    if refused:
        with pytest.raises((RuntimeError, IndexError, TypeError, ValueError, AssertionError)):
            exec(f"y = {line}", names)
        assert faults
    else:
        exec(f"y = {line}", names)
        assert not faults
        assert made.program.arguments == []
        assert plain(made.globals["y"]) == plain(names["y"])
    assert [gap.reason for gap in made.program.not_checked] == []
