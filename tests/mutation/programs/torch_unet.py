"""Outlines of cells: a small U-Net with logits and masks, PyTorch."""

import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


def block(inputs, outputs):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel_size=3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, kernel_size=3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc1 = block(1, 16)
        self.enc2 = block(16, 32)
        self.bottom = block(32, 64)
        self.pool = nn.MaxPool2d(2)
        self.up2 = nn.ConvTranspose2d(64, 32, kernel_size=2, stride=2)
        self.dec2 = block(64, 32)
        self.up1 = nn.ConvTranspose2d(32, 16, kernel_size=2, stride=2)
        self.dec1 = block(32, 16)
        self.head = nn.Conv2d(16, 1, kernel_size=1)

    def forward(self, x):
        e1 = self.enc1(x)
        e2 = self.enc2(self.pool(e1))
        b = self.bottom(self.pool(e2))
        d2 = self.dec2(torch.cat([self.up2(b), e2], dim=1))
        d1 = self.dec1(torch.cat([self.up1(d2), e1], dim=1))
        return self.head(d1)


def dice(logits, masks):
    predicted = (logits > 0).float()
    overlap = (predicted * masks).sum()
    return (2 * overlap / (predicted.sum() + masks.sum()).clamp(min=1)).item()


def validate(model, loader, criterion, device):
    model.eval()
    loss, score = 0.0, 0.0
    with torch.no_grad():
        for images, masks in loader:
            images, masks = images.to(device), masks.to(device)
            logits = model(images)
            loss += criterion(logits, masks).item()
            score += dice(logits, masks)
    return loss / len(loader), score / len(loader)


torch.manual_seed(3)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
images, masks = torch.rand(200, 1, 96, 96), torch.randint(0, 2, (200, 1, 96, 96)).float()
train_loader = DataLoader(TensorDataset(images[:160], masks[:160]), batch_size=8, shuffle=True)
valid_loader = DataLoader(TensorDataset(images[160:], masks[160:]), batch_size=8)

model = UNet().to(device)
criterion = nn.BCEWithLogitsLoss()
optimizer = optim.Adam(model.parameters(), lr=1e-3)
plateau = optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=3)
for epoch in range(30):
    model.train()
    for images, masks in train_loader:
        images, masks = images.to(device), masks.to(device)
        logits = model(images)
        loss = criterion(logits, masks)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    valid_loss, score = validate(model, valid_loader, criterion, device)
    plateau.step(valid_loss)
    print(f"epoch {epoch}: last loss {loss.item():.4f}, validation {valid_loss:.4f}, dice {score:.3f}")
