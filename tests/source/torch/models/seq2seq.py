import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, words, width, hidden):
        super().__init__()
        self.embed = nn.Embedding(words, width)
        self.rnn = nn.LSTM(width, hidden, 2)

    def forward(self, source):
        _, (hidden, cell) = self.rnn(self.embed(source))
        return hidden, cell


class Decoder(nn.Module):
    def __init__(self, words, width, hidden):
        super().__init__()
        self.words = words
        self.embed = nn.Embedding(words, width)
        self.rnn = nn.LSTM(width, hidden, 2)
        self.out = nn.Linear(hidden, words)

    def forward(self, token, hidden, cell):
        embedded = self.embed(token.unsqueeze(0))
        output, (hidden, cell) = self.rnn(embedded, (hidden, cell))
        return self.out(output.squeeze(0)), hidden, cell


class Seq2Seq(nn.Module):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def forward(self, source, target):
        length, batch = target.shape
        outputs = torch.zeros(length, batch, self.decoder.words)
        hidden, cell = self.encoder(source)
        token = target[0, :]
        for t in range(1, length):
            output, hidden, cell = self.decoder(token, hidden, cell)
            outputs[t] = output
            token = output.argmax(1)
        return outputs


model = Seq2Seq(Encoder(30, 8, 12), Decoder(20, 6, 12))
x = torch.randint(0, 30, (7, 4))
y = model(x, torch.randint(0, 20, (3, 4)))
