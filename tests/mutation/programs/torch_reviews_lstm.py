"""Reviews: an embedding and a bidirectional LSTM, PyTorch."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VOCAB, LENGTH, CLASSES = 8000, 120, 4


class ReviewClassifier(nn.Module):
    def __init__(self, vocab_size, embed_dim=64, hidden=96, classes=CLASSES):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.lstm = nn.LSTM(embed_dim, hidden, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.4)
        self.fc = nn.Linear(2 * hidden, classes)

    def forward(self, tokens):
        embedded = self.embedding(tokens)
        _, (state, _) = self.lstm(embedded)
        last = torch.cat([state[0], state[1]], dim=1)
        return self.fc(self.dropout(last))


def batches(seed, count, shuffle):
    generator = torch.Generator().manual_seed(seed)
    tokens = torch.randint(0, VOCAB, (count, LENGTH), generator=generator)
    labels = torch.randint(0, CLASSES, (count,), generator=generator)
    return DataLoader(TensorDataset(tokens, labels), batch_size=64, shuffle=shuffle)


def train_epoch(model, loader, criterion, optimizer, device):
    model.train()
    losses = []
    for tokens, labels in loader:
        tokens, labels = tokens.to(device), labels.to(device)
        optimizer.zero_grad()
        scores = model(tokens)
        loss = criterion(scores, labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


@torch.no_grad()
def accuracy(model, loader, device):
    model.eval()
    right = 0
    for tokens, labels in loader:
        tokens, labels = tokens.to(device), labels.to(device)
        scores = model(tokens)
        right += (scores.argmax(1) == labels).sum().item()
    return right / len(loader.dataset)


torch.manual_seed(7)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
train_loader = batches(0, 6400, shuffle=True)
valid_loader = batches(1, 1280, shuffle=False)
model = ReviewClassifier(VOCAB).to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(8):
    loss = train_epoch(model, train_loader, criterion, optimizer, device)
    print(epoch, loss, accuracy(model, valid_loader, device))
