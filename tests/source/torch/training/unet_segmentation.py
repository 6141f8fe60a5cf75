"""Segmentation by a U-Net: images with masks, cross-entropy with Dice, mean IoU, a checkpoint of the best."""

import os
import tempfile

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset, random_split

CLASSES = 3


class Shapes(Dataset):
    """Pictures as arrays of height, width and channels, masks of class numbers."""

    def __init__(self, n, size=64):
        rng = np.random.default_rng(0)
        self.images = rng.integers(0, 256, size=(n, size, size, 3), dtype=np.uint8)
        self.masks = np.random.randint(0, CLASSES, size=(n, size, size))

    def __len__(self):
        return self.images.shape[0]

    def __getitem__(self, idx):
        img = self.images[idx].astype(np.float32) / 255.0
        img = np.transpose(img, (2, 0, 1))
        mask = self.masks[idx].astype(np.int64)
        return {"image": torch.from_numpy(img.copy()).float(), "mask": torch.as_tensor(mask).long()}


class DoubleConv(nn.Module):
    def __init__(self, in_channels, out_channels, mid_channels=None):
        super().__init__()
        if not mid_channels:
            mid_channels = out_channels
        self.double_conv = nn.Sequential(
            nn.Conv2d(in_channels, mid_channels, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(mid_channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(mid_channels, out_channels, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        return self.double_conv(x)


class Up(nn.Module):
    def __init__(self, in_channels, out_channels, bilinear=True):
        super().__init__()
        if bilinear:
            self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)
            self.conv = DoubleConv(in_channels, out_channels, in_channels // 2)
        else:
            self.up = nn.ConvTranspose2d(in_channels, in_channels // 2, kernel_size=2, stride=2)
            self.conv = DoubleConv(in_channels, out_channels)

    def forward(self, x1, x2):
        x1 = self.up(x1)
        diffY = x2.size()[2] - x1.size()[2]
        diffX = x2.size()[3] - x1.size()[3]
        x1 = F.pad(x1, [diffX // 2, diffX - diffX // 2, diffY // 2, diffY - diffY // 2])
        return self.conv(torch.cat([x2, x1], dim=1))


class UNet(nn.Module):
    def __init__(self, n_channels, n_classes, bilinear=False, features=(8, 16, 32)):
        super().__init__()
        self.n_classes = n_classes
        self.inc = DoubleConv(n_channels, features[0])
        self.downs = nn.ModuleList(
            nn.Sequential(nn.MaxPool2d(2), DoubleConv(a, b)) for a, b in zip(features[:-1], features[1:])
        )
        rev = list(reversed(features))
        self.ups = nn.ModuleList([Up(a, b, bilinear) for a, b in zip(rev[:-1], rev[1:])])
        self.outc = nn.Conv2d(features[0], n_classes, kernel_size=1)

    def forward(self, x):
        skips = [self.inc(x)]
        for down in self.downs:
            skips.append(down(skips[-1]))
        x = skips.pop()
        for up in self.ups:
            x = up(x, skips.pop())
        return self.outc(x)


def dice_loss(logits, target, eps=1e-6):
    probs = F.softmax(logits, dim=1).float()
    onehot = F.one_hot(target, CLASSES).permute(0, 3, 1, 2).float()
    inter = 2 * (probs * onehot).sum(dim=(-1, -2))
    sets = probs.sum(dim=(-1, -2)) + onehot.sum(dim=(-1, -2))
    return 1 - ((inter + eps) / (sets + eps)).mean()


@torch.inference_mode()
def evaluate(net, loader):
    net.eval()
    inter = torch.zeros(CLASSES)
    union = torch.zeros(CLASSES)
    for batch in loader:
        pred = net(batch["image"]).argmax(dim=1)
        for c in range(CLASSES):
            p, t = pred == c, batch["mask"] == c
            inter[c] += (p & t).sum()
            union[c] += (p | t).sum()
    net.train()
    return (inter / union.clamp(min=1)).mean().item()


def train_net(net, epochs=1, batch_size=4, learning_rate=1e-4):
    dataset = Shapes(12)
    n_val = int(len(dataset) * 0.34)
    n_train = len(dataset) - n_val
    train_set, val_set = random_split(dataset, [n_train, n_val], generator=torch.Generator().manual_seed(0))
    loader_args = dict(batch_size=batch_size, num_workers=0, pin_memory=False)
    train_loader = DataLoader(train_set, shuffle=True, **loader_args)
    val_loader = DataLoader(val_set, shuffle=False, drop_last=True, **loader_args)
    optimizer = torch.optim.RMSprop(net.parameters(), lr=learning_rate, weight_decay=1e-8, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, "max", patience=2)
    criterion = nn.CrossEntropyLoss()
    best = 0.0
    path = os.path.join(tempfile.gettempdir(), "unet_best.pt")
    for epoch in range(epochs):
        for batch in train_loader:
            images, true_masks = batch["image"], batch["mask"]
            assert images.shape[1] == 3
            masks_pred = net(images)
            loss = criterion(masks_pred, true_masks) + dice_loss(masks_pred, true_masks)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        score = evaluate(net, val_loader)
        scheduler.step(score)
        if score >= best:
            best = score
            torch.save(
                {"epoch": epoch, "state_dict": net.state_dict(), "optim": optimizer.state_dict()}, path
            )
    checkpoint = torch.load(path, map_location="cpu")
    net.load_state_dict(checkpoint["state_dict"])
    optimizer.load_state_dict(checkpoint["optim"])
    return best


if __name__ == "__main__":
    net = UNet(n_channels=3, n_classes=CLASSES)
    train_net(net)
