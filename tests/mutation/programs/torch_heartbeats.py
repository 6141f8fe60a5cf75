"""Heartbeats, normal or not: 1-d convolutions, one logit, gradients added up over four batches, PyTorch."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

ACCUMULATE = 4


class Heartbeats(Dataset):
    def __init__(self, count, seed):
        rng = np.random.default_rng(seed)
        self.signals = rng.normal(size=(count, 1, 180)).astype(np.float32)
        self.labels = rng.integers(0, 2, size=count).astype(np.float32)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return torch.from_numpy(self.signals[index]), torch.tensor(self.labels[index])


class BeatNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv1d(1, 16, kernel_size=7, padding=3, bias=False),
            nn.BatchNorm1d(16),
            nn.ReLU(),
            nn.MaxPool1d(2),
            nn.Conv1d(16, 32, kernel_size=5, padding=2, bias=False),
            nn.BatchNorm1d(32),
            nn.ReLU(),
            nn.MaxPool1d(2),
            nn.Conv1d(32, 64, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm1d(64),
            nn.ReLU(),
            nn.AdaptiveAvgPool1d(1),
            nn.Flatten(),
        )
        self.classifier = nn.Linear(64, 1)

    def forward(self, x):
        x = self.features(x)
        return self.classifier(x).squeeze(1)


torch.manual_seed(0)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
train_loader = DataLoader(Heartbeats(4096, seed=0), batch_size=32, shuffle=True)
val_loader = DataLoader(Heartbeats(512, seed=1), batch_size=128)
model = BeatNet().to(device)
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)

for epoch in range(15):
    model.train()
    total = 0.0
    optimizer.zero_grad()
    for step, (signal, label) in enumerate(train_loader):
        signal, label = signal.to(device), label.to(device)
        logit = model(signal)
        loss = criterion(logit, label)
        (loss / ACCUMULATE).backward()
        if (step + 1) % ACCUMULATE == 0:
            optimizer.step()
            optimizer.zero_grad()
        total += loss.item()

    model.eval()
    hits = 0
    with torch.no_grad():
        for signal, label in val_loader:
            signal, label = signal.to(device), label.to(device)
            probability = torch.sigmoid(model(signal))
            hits += ((probability > 0.5).float() == label).sum().item()
    print(f"epoch {epoch}: loss {total / len(train_loader):.4f}, accuracy {hits / 512:.3f}")
