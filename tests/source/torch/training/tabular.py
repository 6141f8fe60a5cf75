"""Rows with categories and numbers: embeddings beside normalised features, early stopping on a split."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import (
    DataLoader,
    Dataset,
    Subset,
    SubsetRandomSampler,
    TensorDataset,
    WeightedRandomSampler,
)

rng = np.random.RandomState(0)
N = 60
cardinalities = [7, 5, 3]
X_cat = np.stack([rng.randint(0, c, N) for c in cardinalities], axis=1)
X_num = rng.randn(N, 6).astype("float32")
y = (X_num.sum(axis=1) > 0).astype(np.float32)

mean, std = X_num[:40].mean(axis=0), X_num[:40].std(axis=0)
X_num = (X_num - mean) / (std + 1e-8)


class TabularDataset(Dataset):
    def __init__(self, cat, num, target):
        self.cat = torch.LongTensor(cat)
        self.num = torch.from_numpy(num).float()
        self.target = torch.tensor(target, dtype=torch.float32).unsqueeze(1)

    def __len__(self):
        return self.target.shape[0]

    def __getitem__(self, idx):
        return self.cat[idx], self.num[idx], self.target[idx]


class TabularModel(nn.Module):
    def __init__(self, cardinalities, n_cont, layers, p=0.2, out_sz=1):
        super().__init__()
        emb_szs = [(c, min(50, (c + 1) // 2)) for c in cardinalities]
        self.embeds = nn.ModuleList([nn.Embedding(ni, nf) for ni, nf in emb_szs])
        self.emb_drop = nn.Dropout(p)
        self.bn_cont = nn.BatchNorm1d(n_cont)
        n_emb = sum(nf for _, nf in emb_szs)
        n_in = n_emb + n_cont
        layerlist = []
        for i in layers:
            layerlist.append(nn.Linear(n_in, i))
            layerlist.append(nn.ReLU(inplace=True))
            layerlist.append(nn.BatchNorm1d(i))
            layerlist.append(nn.Dropout(p))
            n_in = i
        layerlist.append(nn.Linear(layers[-1], out_sz))
        self.layers = nn.Sequential(*layerlist)

    def forward(self, x_cat, x_cont):
        embeddings = []
        for i, e in enumerate(self.embeds):
            embeddings.append(e(x_cat[:, i]))
        x = torch.cat(embeddings, 1)
        x = self.emb_drop(x)
        x_cont = self.bn_cont(x_cont)
        x = torch.cat([x, x_cont], 1)
        return self.layers(x)


class EarlyStopping:
    def __init__(self, patience=3):
        self.patience, self.best, self.count = patience, float("inf"), 0

    def __call__(self, value):
        if value < self.best:
            self.best, self.count = value, 0
        else:
            self.count += 1
        return self.count >= self.patience


indices = np.random.permutation(N)
train_idx, valid_idx = indices[:40], indices[40:]
dataset = TabularDataset(X_cat, X_num, y)
train_loader = DataLoader(dataset, batch_size=10, sampler=SubsetRandomSampler(train_idx))
valid_loader = DataLoader(Subset(dataset, valid_idx), batch_size=10)
model = TabularModel(cardinalities, X_num.shape[1], [32, 16])
loss_fn = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([2.0]))
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
stopper = EarlyStopping()
for epoch in range(2):
    model.train()
    for cat, num, target in train_loader:
        opt.zero_grad()
        loss = loss_fn(model(cat, num), target)
        loss.backward()
        opt.step()
    model.eval()
    preds, losses = [], []
    with torch.no_grad():
        for cat, num, target in valid_loader:
            out = model(cat, num)
            losses.append(loss_fn(out, target).item())
            preds.append(torch.sigmoid(out).numpy())
    preds = np.concatenate(preds)
    if stopper(np.mean(losses)):
        break
counts = np.bincount(y.astype(int), minlength=2)
weights = 1.0 / torch.tensor(counts, dtype=torch.float)
sampler = WeightedRandomSampler(weights[torch.from_numpy(y).long()], num_samples=N, replacement=True)
balanced = DataLoader(
    TensorDataset(torch.from_numpy(X_num), torch.from_numpy(y)), batch_size=20, sampler=sampler
)
baseline = nn.Sequential(nn.Linear(6, 1))
for features, target in balanced:
    logits = baseline(features.float()).view(-1)
    loss = nn.functional.binary_cross_entropy_with_logits(logits, target)
