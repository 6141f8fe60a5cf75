import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self, width=8, classes=10):
        super().__init__()
        self.width = width
        self.conv1 = self.make_conv(1, width)
        self.conv2 = self.make_conv(width, 2 * width, kernel=5, bias=False)
        self.fc = nn.Linear(self.flat_size((1, 28, 28)), classes)

    def make_conv(self, cin, cout, kernel=3, **options):
        return nn.Conv2d(cin, cout, kernel_size=kernel, **options)

    def flat_size(self, shape):
        with torch.no_grad():
            return self.features(torch.zeros(1, *shape)).numel()

    def features(self, x):
        for conv in (self.conv1, self.conv2):
            x = F.max_pool2d(F.relu(conv(x)), 2)
        return x

    def forward(self, x):
        x = self.features(x)
        x = x.view(x.size(0), -1)
        return F.log_softmax(self.fc(x), dim=1)


model = Net()
x = torch.randn(4, 1, 28, 28)
y = model(x)
