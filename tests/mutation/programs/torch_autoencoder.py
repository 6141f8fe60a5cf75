"""Clothes: an autoencoder of dense layers, with a class each for encoder and decoder, PyTorch."""

import torch
import torchvision
from torch import nn
from torchvision.transforms import ToTensor


class Encoder(nn.Module):
    def __init__(self, code_size):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(28 * 28, 256),
            nn.ReLU(),
            nn.Linear(256, 64),
            nn.ReLU(),
            nn.Linear(64, code_size),
        )

    def forward(self, x):
        return self.layers(x)


class Decoder(nn.Module):
    def __init__(self, code_size):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(code_size, 64),
            nn.ReLU(),
            nn.Linear(64, 256),
            nn.ReLU(),
            nn.Linear(256, 28 * 28),
            nn.Sigmoid(),
        )

    def forward(self, code):
        return self.layers(code).view(-1, 1, 28, 28)


class Autoencoder(nn.Module):
    def __init__(self, code_size=16):
        super().__init__()
        self.encoder = Encoder(code_size)
        self.decoder = Decoder(code_size)

    def forward(self, x):
        code = torch.relu(self.encoder(x))
        return self.decoder(code)


def main():
    torch.manual_seed(0)
    device = torch.device("cuda") if torch.cuda.is_available() else torch.device("cpu")
    train_set = torchvision.datasets.FashionMNIST("data", train=True, download=True, transform=ToTensor())
    test_set = torchvision.datasets.FashionMNIST("data", train=False, download=True, transform=ToTensor())
    train_loader = torch.utils.data.DataLoader(train_set, batch_size=128, shuffle=True)
    test_loader = torch.utils.data.DataLoader(test_set, batch_size=512)

    model = Autoencoder().to(device)
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(20):
        model.train()
        train_loss = 0.0
        for images, _ in train_loader:
            images = images.to(device)
            optimizer.zero_grad()
            output = model(images)
            loss = criterion(output, images)
            loss.backward()
            optimizer.step()
            train_loss += loss.item() * images.size(0)
        train_loss /= len(train_loader.dataset)

        model.eval()
        test_loss = 0.0
        with torch.no_grad():
            for images, _ in test_loader:
                images = images.to(device)
                output = model(images)
                test_loss += criterion(output, images).item() * images.size(0)
        test_loss /= len(test_loader.dataset)
        print(f"epoch {epoch}: train {train_loss:.4f} test {test_loss:.4f}")


if __name__ == "__main__":
    main()
