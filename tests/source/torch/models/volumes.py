import torch
import torch.nn.functional as F
from torch import nn


class Volume(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv3d(1, 4, (3, 5, 5), stride=(1, 2, 2), padding=(1, 0, 2))
        self.bn = nn.BatchNorm3d(4)
        self.pool = nn.MaxPool3d((1, 2, 2))
        self.conv2 = nn.Conv3d(4, 8, 3, groups=2)
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.deconv = nn.ConvTranspose3d(8, 2, 2, stride=2)

    def forward(self, x):
        x = F.elu(self.bn(self.conv1(x)))
        x = self.conv2(self.pool(x))
        x = self.deconv(self.up(x))
        return F.interpolate(x, size=(4, 10, 10), mode="trilinear", align_corners=False)


model = Volume()
x = torch.randn(1, 1, 6, 24, 24)
y = model(x)
