"""Logarithms and quotients at the edge of 32-bit numbers."""

from __future__ import annotations

from tests.mutation.edits import Fault, either, swap

FAULTS = (
    Fault("NUM001", "the logarithm of a softmax",
        torch=either(
            swap(r"F\.log_softmax\(x, dim=1\)", "torch.log(F.softmax(x, dim=1))"),
            swap(r"F\.cross_entropy\(logits, y\)", "F.nll_loss(torch.log(torch.softmax(logits, dim=1)), y)"),
        ),
        keras=swap(r"return self\.out\(x\)", "scores = self.out(x)\n        self.add_loss(0.01 * ops.mean(scores * ops.log(scores)))\n        return scores", at=r"ops\.log"),
    ),
    Fault("NUM002", "a softmax by hand",
        torch=swap(r"torch\.softmax\(scores, dim=-1\)", "scores.exp() / scores.exp().sum(dim=-1, keepdim=True)"),
        keras=swap(r"ops\.softmax\(scores\)", "ops.exp(scores) / ops.sum(ops.exp(scores), axis=-1, keepdims=True)"),
    ),
)  # fmt: skip
