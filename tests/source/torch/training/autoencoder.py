"""A denoising autoencoder of convolutions, trained on noisy pictures to give the clean ones."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

EPOCHS = 1
BATCH = 16


class Encoder(nn.Module):
    def __init__(self, base: int = 8, latent: int = 32):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(1, base, 3, stride=2, padding=1),
            nn.GELU(),
            nn.Conv2d(base, 2 * base, 3, stride=2, padding=1),
            nn.GELU(),
            nn.Flatten(),
            nn.Linear(2 * base * 7 * 7, latent),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.net(x)


class Decoder(nn.Module):
    def __init__(self, base: int = 8, latent: int = 32):
        super().__init__()
        self.linear = nn.Sequential(nn.Linear(latent, 2 * base * 7 * 7), nn.GELU())
        self.net = nn.Sequential(
            nn.ConvTranspose2d(2 * base, base, 3, stride=2, padding=1, output_padding=1),
            nn.GELU(),
            nn.ConvTranspose2d(base, 1, 3, stride=2, padding=1, output_padding=1),
            nn.Sigmoid(),
        )

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        x = self.linear(z)
        x = x.reshape(x.shape[0], -1, 7, 7)
        return self.net(x)


class Autoencoder(nn.Module):
    def __init__(self, encoder_class=Encoder, decoder_class=Decoder, latent: int = 32):
        super().__init__()
        self.encoder = encoder_class(latent=latent)
        self.decoder = decoder_class(latent=latent)

    def forward(self, x):
        return self.decoder(self.encoder(x))


def add_noise(inputs, noise_factor=0.3):
    noisy = inputs + torch.randn_like(inputs) * noise_factor
    return torch.clip(noisy, 0.0, 1.0)


def fit(model, loader, epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    loss_fn = nn.MSELoss()
    history = {"train": [], "lr": []}
    for _ in range(epochs):
        losses = []
        for (images,) in loader:
            output = model(add_noise(images))
            loss = loss_fn(output, images)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        scheduler.step()
        history["train"].append(torch.stack(losses).mean().item())
        history["lr"].append(scheduler.get_last_lr()[0])
    return history


model = Autoencoder()
pictures = torch.rand(64, 1, 28, 28)
loader = DataLoader(TensorDataset(pictures), batch_size=BATCH, shuffle=True)
print(fit(model, loader, EPOCHS))
model.eval()
with torch.no_grad():
    codes = torch.cat([model.encoder(batch) for (batch,) in loader], dim=0)
    error = ((model(pictures) - pictures) ** 2).flatten(1).mean(1)
    worst = error.topk(5).indices
