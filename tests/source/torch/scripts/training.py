import torch
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
from tqdm import tqdm


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 5)
        self.fc = nn.Linear(6 * 10 * 10, 10)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.conv(x)), 2)
        return self.fc(torch.flatten(x, 1))


def loaders(batch_size):
    transform = transforms.Compose(
        [
            transforms.Resize(32),
            transforms.RandomCrop(24),
            transforms.ToTensor(),
            transforms.Normalize((0.5,) * 3, (0.5,) * 3),
        ]
    )
    train = datasets.CIFAR10("data", train=True, download=True, transform=transform)
    test = datasets.CIFAR10("data", train=False, transform=transform)
    return DataLoader(train, batch_size, shuffle=True), DataLoader(test, batch_size=batch_size)


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total = 0.0
    for images, labels in tqdm(loader):
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


@torch.no_grad()
def evaluate(model, loader, device):
    model.eval()
    correct = 0
    for images, labels in loader:
        predicted = model(images.to(device)).argmax(dim=1)
        correct += (predicted == labels.to(device)).sum().item()
    return correct / len(loader.dataset)


def main(epochs=2):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    train_loader, test_loader = loaders(64)
    model = Net().to(device)
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
    optimizer = optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    schedule = optim.lr_scheduler.StepLR(optimizer, step_size=10)
    for epoch in range(epochs):
        train_one_epoch(model, train_loader, criterion, optimizer, device)
        print(epoch, evaluate(model, test_loader, device))
        schedule.step()


if __name__ == "__main__":
    main()
