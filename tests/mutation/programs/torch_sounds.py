"""Sounds in a street, several at once: spectrograms, mixed precision, clipped gradients, PyTorch."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class SoundTagger(nn.Module):
    def __init__(self, tags=12):
        super().__init__()
        layers, channels = [], 1
        for width in (16, 32, 64):
            layers += [
                nn.Conv2d(channels, width, 3, padding=1, bias=False),
                nn.BatchNorm2d(width),
                nn.LeakyReLU(0.1),
                nn.AvgPool2d(2),
            ]
            channels = width
        self.body = nn.Sequential(*layers)
        self.hidden = nn.Linear(64 * 8 * 12, 128)
        self.drop = nn.Dropout(p=0.4)
        self.out = nn.Linear(128, tags)
        nn.init.kaiming_normal_(self.hidden.weight)
        nn.init.zeros_(self.hidden.bias)

    def forward(self, x):
        x = self.body(x)
        x = x.reshape(x.size(0), -1)
        x = self.drop(torch.relu(self.hidden(x)))
        return self.out(x)


def make_loader(examples, shuffle):
    spectrograms = torch.randn(examples, 1, 64, 96)
    tags = torch.randint(0, 2, (examples, 12)).float()
    return DataLoader(TensorDataset(spectrograms, tags), batch_size=32, shuffle=shuffle)


def validate(model, loader, criterion):
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for spectrogram, tags in loader:
            spectrogram, tags = spectrogram.cuda(), tags.cuda()
            logits = model(spectrogram)
            loss += criterion(logits, tags).item()
            right += ((logits > 0) == (tags > 0.5)).sum().item()
            count += tags.numel()
    return loss / len(loader), right / count


def main():
    torch.manual_seed(0)
    train_loader = make_loader(1600, shuffle=True)
    valid_loader = make_loader(320, shuffle=False)
    model = SoundTagger().cuda()
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.RMSprop(model.parameters(), lr=5e-4)
    scaler = torch.amp.GradScaler("cuda")
    for epoch in range(25):
        model.train()
        epoch_loss = 0.0
        for spectrogram, tags in train_loader:
            spectrogram, tags = spectrogram.cuda(), tags.cuda()
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cuda", dtype=torch.float16):
                logits = model(spectrogram)
                loss = criterion(logits, tags)
            scaler.scale(loss).backward()
            scaler.unscale_(optimizer)
            torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=5.0)
            scaler.step(optimizer)
            scaler.update()
            epoch_loss += loss.item()
        valid_loss, accuracy = validate(model, valid_loader, criterion)
        print(f"epoch {epoch}: {epoch_loss / len(train_loader):.4f} {valid_loss:.4f} {accuracy:.3f}")


if __name__ == "__main__":
    main()
