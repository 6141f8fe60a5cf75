"""Digits read row by row, attention written by hand in PyTorch."""

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 20

torch.manual_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
rows = torch.tensor(pixels, dtype=torch.float32).reshape(-1, 8, 8) / 16
split = train_test_split(rows, torch.tensor(labels), test_size=0.3, stratify=labels, random_state=SEED)
train_rows, test_rows, train_labels, test_labels = split
train_loader = DataLoader(TensorDataset(train_rows, train_labels), batch_size=32, shuffle=True)
test_loader = DataLoader(TensorDataset(test_rows, test_labels), batch_size=64)


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.width = width

    def forward(self, x):
        scores = self.query(x) @ self.key(x).transpose(1, 2) / self.width**0.5
        weights = torch.softmax(scores, dim=-1)
        return weights @ self.value(x)


class Reader(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.row = nn.Linear(8, width)
        self.place = nn.Embedding(8, width)
        self.attention = Attention(width)
        self.norm = nn.LayerNorm(width)
        self.hidden = nn.Linear(width, width)
        self.output = nn.Linear(width, 10)

    def forward(self, x):
        x = self.row(x) + self.place(torch.arange(8))
        x = self.norm(x + self.attention(x))
        x = torch.relu(self.hidden(x)).mean(dim=1)
        return self.output(x)


model = Reader()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
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
