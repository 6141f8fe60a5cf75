import torch
from torch import nn

VGG = {"small": [8, "M", 16, 16, "M"], "large": [8, 8, "M", 16, "M"]}


def make_layers(cfg, batch_norm=False):
    layers, cin = [], 3
    for v in cfg:
        match v:
            case "M":
                layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
            case int(width):
                conv = nn.Conv2d(cin, width, kernel_size=3, padding=1)
                layers += (
                    [conv, nn.BatchNorm2d(width), nn.ReLU(inplace=True)]
                    if batch_norm
                    else [conv, nn.ReLU(inplace=True)]
                )
                cin = width
    return nn.Sequential(*layers)


class VGGNet(nn.Module):
    def __init__(self, features, classes=10, init_weights=True):
        super().__init__()
        self.features = features
        self.classifier = nn.Sequential(
            nn.Linear(16 * 8 * 8, 32), nn.ReLU(True), nn.Dropout(), nn.Linear(32, classes)
        )
        if init_weights:
            for m in self.modules():
                match m:
                    case nn.Conv2d():
                        nn.init.kaiming_uniform_(m.weight)
                    case nn.Linear():
                        nn.init.normal_(m.weight, 0, 0.01)

    def forward(self, x):
        return self.classifier(self.features(x).view(x.shape[0], -1))


model = VGGNet(make_layers(VGG["small"], batch_norm=True))
x = torch.randn(2, 3, 32, 32)
y = model(x)
