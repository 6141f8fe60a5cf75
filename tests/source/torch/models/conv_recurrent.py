import torch
from torch import nn


class CRNN(nn.Module):
    def __init__(self, classes=11):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2, 2),
            nn.Conv2d(8, 16, 3, padding=1),
            nn.MaxPool2d((2, 1)),
        )
        self.rnn = nn.RNN(16 * 8, 20, bidirectional=True)
        self.cell = nn.LSTMCell(40, 12)
        self.fc = nn.Linear(12, classes)

    def forward(self, x):
        x = self.cnn(x)
        b, c, h, w = x.size()
        x = x.permute(3, 0, 1, 2).reshape(w, b, c * h)
        x, _ = self.rnn(x)
        h_t = torch.zeros(b, 12)
        c_t = torch.zeros(b, 12)
        outputs = []
        for step in range(3):
            h_t, c_t = self.cell(x[step], (h_t, c_t))
            outputs.append(self.fc(h_t))
        return torch.stack(outputs, dim=1)


model = CRNN()
x = torch.randn(2, 1, 32, 20)
y = model(x)
