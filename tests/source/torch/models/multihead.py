import torch
from torch import nn


class Cross(nn.Module):
    def __init__(self, dim=16):
        super().__init__()
        self.query = nn.Parameter(torch.zeros(1, 3, dim))
        self.attention = nn.MultiheadAttention(dim, 4, batch_first=True)
        self.norm = nn.LayerNorm(dim)
        layer = nn.TransformerEncoderLayer(d_model=dim, nhead=2, dim_feedforward=40, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=2)
        self.head = nn.Linear(3 * dim, 5)

    def forward(self, x):
        x = self.encoder(x)
        query = self.query.expand(x.size(0), -1, -1)
        out, weights = self.attention(query, x, x)
        return self.head(self.norm(out).flatten(start_dim=1))


model = Cross()
x = torch.randn(2, 9, 16)
y = model(x)
