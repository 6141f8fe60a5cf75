"""Mixup and CutMix with soft targets, one cycle of the rate, an average of the weights."""

import copy

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

NUM_CLASSES = 10


def mixup_data(x, y, alpha=1.0):
    lam = np.random.beta(alpha, alpha) if alpha > 0 else 1
    index = torch.randperm(x.size(0))
    mixed_x = lam * x + (1 - lam) * x[index, :]
    y_a, y_b = y, y[index]
    return mixed_x, y_a, y_b, lam


def mixup_criterion(criterion, pred, y_a, y_b, lam):
    return lam * criterion(pred, y_a) + (1 - lam) * criterion(pred, y_b)


def rand_bbox(size, lam):
    W, H = size[2], size[3]
    cut_rat = np.sqrt(1.0 - lam)
    cut_w, cut_h = int(W * cut_rat), int(H * cut_rat)
    cx, cy = np.random.randint(W), np.random.randint(H)
    bbx1 = np.clip(cx - cut_w // 2, 0, W)
    bby1 = np.clip(cy - cut_h // 2, 0, H)
    bbx2 = np.clip(cx + cut_w // 2, 0, W)
    bby2 = np.clip(cy + cut_h // 2, 0, H)
    return bbx1, bby1, bbx2, bby2


def cutmix(x, y):
    lam = np.random.beta(1.0, 1.0)
    rand_index = torch.randperm(x.size()[0])
    bbx1, bby1, bbx2, bby2 = rand_bbox(x.size(), lam)
    x = x.clone()
    x[:, :, bbx1:bbx2, bby1:bby2] = x[rand_index, :, bbx1:bbx2, bby1:bby2]
    lam = 1 - ((bbx2 - bbx1) * (bby2 - bby1) / (x.size()[-1] * x.size()[-2]))
    onehot = F.one_hot(y, NUM_CLASSES).float()
    return x, lam * onehot + (1 - lam) * onehot[rand_index]


def soft_cross_entropy(logits, soft_targets):
    return torch.sum(-soft_targets * F.log_softmax(logits, dim=-1), dim=-1).mean()


def make_layers(cfg, in_channels=3):
    layers = []
    for v in cfg:
        if v == "M":
            layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
        else:
            layers += [nn.Conv2d(in_channels, v, 3, padding=1), nn.BatchNorm2d(v), nn.ReLU(inplace=True)]
            in_channels = v
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Linear(in_channels, NUM_CLASSES)
    )


class EMA:
    def __init__(self, model, decay=0.99):
        self.module = copy.deepcopy(model).eval()
        self.decay = decay
        for p in self.module.parameters():
            p.requires_grad_(False)

    @torch.no_grad()
    def update(self, model):
        for ema_v, model_v in zip(self.module.state_dict().values(), model.state_dict().values()):
            if ema_v.dtype.is_floating_point:
                ema_v.mul_(self.decay).add_(model_v, alpha=1 - self.decay)


model = make_layers([8, 16, "M", 32, "M"])
ema = EMA(model)
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4, nesterov=True)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=4)
images, labels = torch.randn(16, 3, 32, 32), torch.randint(0, NUM_CLASSES, (16,))
correct = total = 0
for start in range(0, 16, 8):
    inputs, targets = images[start : start + 8], labels[start : start + 8]
    mixed, targets_a, targets_b, lam = mixup_data(inputs, targets, 0.2)
    outputs = model(mixed)
    loss = mixup_criterion(criterion, outputs, targets_a, targets_b, lam)
    _, predicted = torch.max(outputs.data, 1)
    total += targets.size(0)
    correct += lam * predicted.eq(targets_a.data).cpu().sum().float()
    correct += (1 - lam) * predicted.eq(targets_b.data).cpu().sum().float()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step()
    ema.update(model)
    cut, soft = cutmix(inputs, targets)
    loss = soft_cross_entropy(model(cut), soft)
    loss.backward()
    optimizer.step()
with torch.no_grad():
    top5 = ema.module(images).topk(5, dim=1)[1].t()
    hits = top5.eq(labels.view(1, -1).expand_as(top5))
    accuracy = hits[:5].reshape(-1).float().sum(0, keepdim=True).mul_(100.0 / 16)
