import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, Dataset, Subset, TensorDataset, random_split

features = torch.randn(1000, 20)
targets = torch.randint(0, 4, (1000,))
data = TensorDataset(features, targets)
train, valid = random_split(data, [800, 200])
few = Subset(data, range(100))


class Windows(Dataset):
    def __init__(self, values, width):
        self.values, self.width = torch.as_tensor(values, dtype=torch.float32), width

    def __len__(self):
        return len(self.values) - self.width

    def __getitem__(self, index):
        window = self.values[index : index + self.width]
        return {"x": window.unsqueeze(-1), "y": self.values[index + self.width]}


model = nn.Sequential(nn.Linear(20, 8), nn.ReLU(), nn.Linear(8, 4))
optimizer = torch.optim.Adam(
    [{"params": model[0].parameters(), "lr": 1e-4}, {"params": model[2].parameters()}], lr=1e-3
)
for epoch in range(3):
    for x, y in DataLoader(train, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
x, y = next(iter(DataLoader(few, batch_size=16)))
print(F.cross_entropy(model(x), y))

rnn = nn.GRU(1, 6, batch_first=True)
head = nn.Linear(6, 1)
later = torch.optim.AdamW(list(rnn.parameters()) + list(head.parameters()), lr=1e-3, weight_decay=0.01)
for batch in DataLoader(Windows(np.zeros(500), width=12), batch_size=8, drop_last=True):
    later.zero_grad()
    _, state = rnn(batch["x"])
    loss = F.mse_loss(head(state[-1]).squeeze(1), batch["y"])
    loss.backward()
    later.step()
