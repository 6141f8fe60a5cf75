import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Classifier(nn.Module):
    def __init__(self, words=100, width=16, hidden=24, classes=3):
        super().__init__()
        self.embedding = nn.Embedding(words, width, padding_idx=0)
        self.lstm = nn.LSTM(width, hidden, num_layers=2, batch_first=True, bidirectional=True, dropout=0.1)
        self.gru = nn.GRU(2 * hidden, hidden, batch_first=True)
        self.attention = nn.Linear(hidden, 1)
        self.fc = nn.Linear(hidden, classes)

    def forward(self, tokens):
        x = self.embedding(tokens)
        out, (h, c) = self.lstm(x)
        out, last = self.gru(out)
        weights = torch.softmax(self.attention(out), dim=1)
        return self.fc((weights * out).sum(dim=1) + last[-1])


model = Classifier()
x = torch.randint(0, 100, (4, 12))
y = model(x)
