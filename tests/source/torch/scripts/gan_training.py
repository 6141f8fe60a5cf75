import torch
from torch import nn

latent = 16
generator = nn.Sequential(nn.Linear(latent, 32), nn.LeakyReLU(0.2), nn.Linear(32, 784), nn.Tanh())
discriminator = nn.Sequential(nn.Linear(784, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1))
criterion = nn.BCEWithLogitsLoss()
optimizer_g = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
optimizer_d = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))
for step in range(1000):
    real = torch.rand(64, 784) * 2 - 1
    fake = generator(torch.randn(64, latent))
    optimizer_d.zero_grad()
    loss_d = criterion(discriminator(real), torch.ones(64, 1))
    loss_d = loss_d + criterion(discriminator(fake.detach()), torch.zeros(64, 1))
    loss_d.backward()
    optimizer_d.step()
    optimizer_g.zero_grad()
    loss_g = criterion(discriminator(fake), torch.ones(64, 1))
    loss_g.backward()
    optimizer_g.step()
