"""Digits read row by row, as sequences of 8 steps, an LSTM in PyTorch."""

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = 0
EPOCHS = 15

torch.manual_seed(SEED)
pixels, labels = load_digits(return_X_y=True)
rows = torch.tensor(pixels, dtype=torch.float32).reshape(-1, 8, 8) / 16
split = train_test_split(rows, torch.tensor(labels), test_size=0.3, stratify=labels, random_state=SEED)
train_rows, test_rows, train_labels, test_labels = split
train_loader = DataLoader(TensorDataset(train_rows, train_labels), batch_size=64, shuffle=True)
test_loader = DataLoader(TensorDataset(test_rows, test_labels), batch_size=64)


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(8, 64, batch_first=True)
        self.output = nn.Linear(64, 10)

    def forward(self, x):
        steps, _ = self.lstm(x)
        return self.output(steps[:, -1])


model = Reader()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
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
