import torch
from torch import nn


class VAE(nn.Module):
    def __init__(self, size=28 * 28, hidden=40, latent=6):
        super().__init__()
        self.size = size
        self.encoder = nn.Sequential(nn.Linear(size, hidden), nn.ReLU())
        self.mu, self.log_var = nn.Linear(hidden, latent), nn.Linear(hidden, latent)
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, size), nn.Sigmoid()
        )

    def reparameterize(self, mu, log_var):
        std = torch.exp(0.5 * log_var)
        return mu + torch.randn_like(std) * std

    def forward(self, x):
        h = self.encoder(x.view(-1, self.size))
        mu, log_var = self.mu(h), self.log_var(h)
        z = self.reparameterize(mu, log_var) if self.training else mu
        return self.decoder(z).view_as(x), mu, log_var


model = VAE()
x = torch.rand(3, 1, 28, 28)
y = model(x)
