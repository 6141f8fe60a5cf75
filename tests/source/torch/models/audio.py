import torch
from torch import nn


class Audio(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv1d(1, 16, kernel_size=80, stride=4),
            nn.BatchNorm1d(16),
            nn.LeakyReLU(0.1),
            nn.MaxPool1d(4, ceil_mode=True),
            nn.Conv1d(16, 32, 3, dilation=2),
            nn.InstanceNorm1d(32, affine=True),
            nn.AvgPool1d(4),
        )
        self.decoder = nn.ConvTranspose1d(32, 8, 5, stride=3, padding=1, output_padding=2)
        self.fc = nn.Linear(8, 35)

    def forward(self, x):
        x = self.decoder(self.encoder(x))
        x = nn.functional.avg_pool1d(x, x.shape[-1])
        return self.fc(x.permute(0, 2, 1))


model = Audio()
x = torch.randn(2, 1, 4000)
y = model(x)
