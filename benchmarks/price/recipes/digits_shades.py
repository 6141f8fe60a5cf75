"""Digits as 64 tokens of 17 shades, a transformer in PyTorch."""

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 10

torch.manual_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
shades = torch.tensor(pixels, dtype=torch.int64)
split = train_test_split(shades, torch.tensor(labels), test_size=0.3, stratify=labels, random_state=SEED)
train_shades, test_shades, train_labels, test_labels = split
train_loader = DataLoader(TensorDataset(train_shades, train_labels), batch_size=32, shuffle=True)
test_loader = DataLoader(TensorDataset(test_shades, test_labels), batch_size=64)


class Reader(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        self.shade = nn.Embedding(17, width)
        self.place = nn.Embedding(64, width)
        self.encoder = nn.TransformerEncoderLayer(
            width, 2, 64, dropout=0.0, batch_first=True, norm_first=True
        )
        self.output = nn.Linear(width, 10)

    def forward(self, x):
        x = self.shade(x) + self.place(torch.arange(64))
        x = self.encoder(x)
        return self.output(x.mean(dim=1))


model = Reader()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
accuracy = 0.0
for epoch in range(EPOCHS):
    model.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    model.eval()
    right = 0
    with torch.no_grad():
        for x, y in test_loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
    accuracy = right / len(test_labels)
    print(f"{epoch}: accuracy {accuracy:.3f}")
