import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self, latent=16, width=8):
        super().__init__()
        self.latent = latent
        layers = []
        for i in range(3):
            cin = latent if i == 0 else width * 2 ** (3 - i)
            cout = width * 2 ** (2 - i)
            layers += [
                nn.ConvTranspose2d(cin, cout, 4, 1 if i == 0 else 2, 0 if i == 0 else 1, bias=False),
                nn.BatchNorm2d(cout),
                nn.ReLU(True),
            ]
        self.main = nn.Sequential(*layers, nn.ConvTranspose2d(width, 3, 4, 2, 1), nn.Tanh())
        self.apply(self.init)

    @staticmethod
    def init(m):
        name = m.__class__.__name__
        if name.find("Conv") != -1:
            nn.init.normal_(m.weight.data, 0.0, 0.02)
        elif name.find("BatchNorm") != -1:
            nn.init.normal_(m.weight.data, 1.0, 0.02)
            nn.init.constant_(m.bias.data, 0)

    def forward(self, z):
        return self.main(z.view(-1, self.latent, 1, 1))


model = Generator()
x = torch.randn(5, 16)
y = model(x)
