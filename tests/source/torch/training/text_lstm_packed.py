"""Sentences of different lengths: padded by a collate function, packed for an LSTM, classified."""

from collections import Counter

import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
from torch.utils.data import DataLoader, Dataset

TEXTS = ["good movie", "a very bad movie indeed", "not good", "so so", "really very good", "bad"]
LABELS = [1, 0, 0, 0, 1, 0]


class Vocab:
    def __init__(self, texts, specials=("<pad>", "<unk>")):
        counter = Counter(word for text in texts for word in text.split())
        self.itos = list(specials) + sorted(counter)
        self.stoi = {word: i for i, word in enumerate(self.itos)}

    def __len__(self):
        return len(self.itos)

    def encode(self, text):
        return [self.stoi.get(word, 1) for word in text.split()]


class TextDataset(Dataset):
    def __init__(self, texts, labels, vocab):
        self.samples = [(vocab.encode(t), l) for t, l in zip(texts, labels)]

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, i):
        ids, label = self.samples[i]
        return torch.tensor(ids, dtype=torch.long), torch.tensor(label, dtype=torch.float32)


def collate_batch(batch):
    sequences, labels = zip(*batch)
    lengths = torch.tensor([len(s) for s in sequences])
    padded = pad_sequence(sequences, batch_first=True, padding_value=0)
    return padded, torch.stack(labels), lengths


class LSTMClassifier(nn.Module):
    def __init__(self, vocab_size, embedding_dim=16, hidden_dim=32, output_dim=1, n_layers=2, pad_idx=0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim, padding_idx=pad_idx)
        self.lstm = nn.LSTM(
            embedding_dim, hidden_dim, num_layers=n_layers, bidirectional=True, dropout=0.3, batch_first=True
        )
        self.fc = nn.Linear(hidden_dim * 2, output_dim)
        self.dropout = nn.Dropout(0.3)

    def forward(self, text, text_lengths):
        embedded = self.dropout(self.embedding(text))
        packed = pack_padded_sequence(embedded, text_lengths.cpu(), batch_first=True, enforce_sorted=False)
        packed_output, (hidden, cell) = self.lstm(packed)
        output, _ = pad_packed_sequence(packed_output, batch_first=True)
        hidden = self.dropout(torch.cat((hidden[-2, :, :], hidden[-1, :, :]), dim=1))
        pooled = output.max(dim=1)[0]
        return self.fc(hidden + pooled)


def binary_accuracy(preds, y):
    rounded = torch.round(torch.sigmoid(preds))
    correct = (rounded == y).float()
    return correct.sum() / len(correct)


vocab = Vocab(TEXTS)
loader = DataLoader(TextDataset(TEXTS, LABELS, vocab), batch_size=2, shuffle=True, collate_fn=collate_batch)
model = LSTMClassifier(len(vocab))
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters())
epoch_loss, epoch_acc = 0, 0
model.train()
for text, label, lengths in loader:
    optimizer.zero_grad()
    predictions = model(text, lengths).squeeze(1)
    loss = criterion(predictions, label)
    acc = binary_accuracy(predictions, label)
    loss.backward()
    optimizer.step()
    epoch_loss += loss.item()
    epoch_acc += acc.item()
