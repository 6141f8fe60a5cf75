"""Data sets and loaders: what a batch looks like, and what a loader refuses."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine

from footgun.network import Value
from footgun.sizes import show

START = """
import random
import numpy as np
import torch
from torch.utils.data import *
from torchvision import datasets, transforms
from torchvision.transforms import v2
from PIL import Image
"""


def shown(value):
    """A batch in a short form: shapes, and the types of tensors."""
    if isinstance(value, Value):
        return f"{'?' if value.shape is None else show(value.shape)} {value.dtype}"
    if isinstance(value, (tuple, list)):
        return [shown(part) for part in value]
    if isinstance(value, dict):
        return {key: shown(part) for key, part in value.items()}
    return "?"


def batch(code, name="batch"):
    return shown(machine(START + code).globals[name])


def faults(code):
    return [fault.message for fault in machine(START + code).program.arguments]


OWN = """
class Own(Dataset):
    def __init__(self, n):
        self.x = np.random.rand(n, 5).astype(np.float32)
        self.y = list(range(n))
    def __len__(self):
        return len(self.y)
    def __getitem__(self, i):
        return {"x": torch.from_numpy(self.x[i]), "y": self.y[i], "w": 0.5, "name": "a"}
"""


def test_examples_of_a_class_of_ones_own():
    found = batch(OWN + "batch = next(iter(DataLoader(Own(20), batch_size=10)))")
    assert found == {"x": "(10, 5) float32", "y": "(10,) int64", "w": "(10,) float64", "name": ["?"]}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("DataLoader(Own(20), batch_size=None)", "(5,) float32"),
        ("DataLoader(Own(20), batch_size=6, drop_last=True)", "(6, 5) float32"),
        ("DataLoader(Own(20), batch_size=6)", "(n, 5) float32"),
        ("DataLoader(Own(20), batch_size=30)", "(20, 5) float32"),
        ("DataLoader(Own(20), 5, sampler=SubsetRandomSampler([1, 2, 3, 4, 5]))", "(5, 5) float32"),
        ("DataLoader(Own(20), batch_sampler=BatchSampler(RandomSampler(Own(20)), 4, True))", "(4, 5) float32"),
        ("DataLoader(ConcatDataset([Own(20), Own(10)]), batch_size=15)", "(15, 5) float32"),
        ("DataLoader(Subset(Own(20), range(4)), batch_size=4)", "(4, 5) float32"),
        ("DataLoader(random_split(Own(20), [0.75, 0.25])[1], batch_size=5)", "(5, 5) float32"),
    ],
)  # fmt: skip
def test_the_size_of_a_batch(code, expected):
    assert batch(f"{OWN}batch = next(iter({code}))['x']") == expected


def test_streams_of_examples():
    code = """
class Lines(IterableDataset):
    def __iter__(self):
        for i in range(100):
            yield torch.zeros(7), i
batch = next(iter(DataLoader(Lines(), batch_size=4)))
"""
    assert batch(code) == ["(n, 7) float32", "(n,) int64"]


def test_a_collate_function_gets_the_examples():
    code = """
from torch.nn.utils.rnn import pad_sequence
def collate(examples):
    rows, labels = zip(*examples)
    lengths = torch.tensor([len(row) for row in rows])
    return pad_sequence(rows, batch_first=True), torch.stack(labels), lengths
data = [(torch.zeros(3, 8), torch.tensor(1.0)), (torch.zeros(5, 8), torch.tensor(0.0))]
batch = next(iter(DataLoader(data, batch_size=2, collate_fn=collate)))
"""
    rows, labels, lengths = batch(code)
    assert rows.endswith(", 8) float32")
    assert (labels.split()[1], lengths.split()[1]) == ("float32", "int64")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("datasets.MNIST('d', transform=transforms.ToTensor())", ["(60000, 28, 28) uint8", "(n, 1, 28, 28) float32", "(n,) int64"]),
        ("datasets.CIFAR10('d', False, v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]))", ["(10000, 32, 32, 3) uint8", "(n, 3, 32, 32) float32", "(n,) int64"]),
        ("datasets.SVHN('d', 'extra', transform=transforms.PILToTensor())", ["(531131, 3, 32, 32) uint8", "(n, 3, 32, 32) uint8", "(n,) int64"]),
    ],
)  # fmt: skip
def test_known_data_sets(code, expected):
    made = f"data = {code}\nbatch = [data.data, *next(iter(DataLoader(data, batch_size=77)))]\n"
    assert batch(made) == expected


def test_attributes_as_targets_of_faces():
    code = "batch = next(iter(DataLoader(datasets.CelebA('d', transform=transforms.ToTensor()), 5)))"
    assert batch(code) == ["(5, 3, 218, 178) float32", "(5, 40) int64"]


def test_a_class_derived_from_a_data_set():
    code = """
class Indexed(datasets.CIFAR10):
    def __getitem__(self, index):
        image, label = super().__getitem__(index)
        return image, label, index
batch = next(iter(DataLoader(Indexed("d", transform=transforms.ToTensor()), 10)))
"""
    assert batch(code) == ["(10, 3, 32, 32) float32", "(10,) int64", "(10,) int64"]


def test_how_many_classes_the_labels_have():
    code = "data = datasets.{}('d', transform=transforms.ToTensor())\n{}\nbatch = next(iter(DataLoader(data, 10)))"

    def range_of(name, change=""):
        made = machine(START + code.format(name, change))
        return made.globals["batch"][1].facts.get("range")

    assert range_of("CIFAR100") == (0, 99)
    assert range_of("CIFAR100", "data = Subset(data, [1, 2])") is None
    assert range_of("CIFAR100", "data.targets = [0] * 50000") is None


def test_pictures_opened_from_files():
    code = """
class Files(Dataset):
    def __init__(self, paths, transform):
        self.paths, self.transform = paths, transform
    def __len__(self):
        return len(self.paths)
    def __getitem__(self, i):
        image = Image.open(self.paths[i]).convert("{}").resize((60, 40))
        return self.transform(image), np.array(image)
steps = transforms.Compose([transforms.CenterCrop(32), transforms.ToTensor(), transforms.Normalize([0.5], [0.5])])
batch = next(iter(DataLoader(Files(["a", "b"], steps), batch_size=2)))
"""
    assert batch(code.replace("{}", "RGB")) == ["(2, 3, 32, 32) float32", "(2, 40, 60, 3) uint8"]
    assert batch(code.replace("{}", "L")) == ["(2, 1, 32, 32) float32", "(2, 40, 60) uint8"]


DATA = "data = datasets.{}('d', transform=transforms.Compose([{}]))\nfor x, y in DataLoader(data, 8):\n    pass\n"


@pytest.mark.parametrize(
    ("name", "steps", "message"),
    [
        ("MNIST", "", "`DataLoader` makes batches of tensors, but gets PIL images"),
        ("CIFAR10", "transforms.Normalize((0.5,) * 3, (0.5,) * 3), transforms.ToTensor()", "`Normalize` is for tensors, but gets a PIL image"),
        ("CIFAR10", "transforms.PILToTensor(), transforms.Normalize((0.5,), (0.5,))", "`Normalize` is for floating-point numbers, but gets uint8"),
        ("CIFAR10", "transforms.ToTensor(), transforms.Normalize((0.5,) * 4, (0.5,) * 4)", "`Normalize` has numbers for 4 channels, but gets 3"),
        ("CIFAR10", "transforms.RandomCrop(40), transforms.ToTensor()", "`RandomCrop` of 40 x 40 from an image of 32 x 32"),
        ("Food101", "transforms.ToTensor()", "`DataLoader` stacks images to a batch, and those of this data set differ in size"),
        ("Food101", "transforms.Resize(64), transforms.ToTensor()", "`DataLoader` stacks images to a batch, and those of this data set differ in size"),
    ],
)  # fmt: skip
def test_steps_that_do_not_fit(name, steps, message):
    assert faults(DATA.format(name, steps)) == [message]


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("MNIST", "transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))"),
        (
            "CIFAR10",
            "transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip(), transforms.ToTensor()",
        ),
        ("CIFAR10", "transforms.RandomCrop(40, pad_if_needed=True), transforms.ToTensor()"),
        ("Food101", "transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor()"),
        ("Food101", "transforms.RandomResizedCrop(224), transforms.ToTensor(), transforms.RandomErasing()"),
        ("Flowers102", "transforms.Resize((64, 64)), transforms.ToTensor()"),
        ("ImageFolder", "transforms.Resize(64), transforms.ToTensor()"),
        ("CIFAR10", "transforms.Lambda(lambda image: torch.zeros(3, 4, 4))"),
        ("CIFAR10", "transforms.ToTensor(), transforms.Normalize([0.5], [0.5])"),
    ],
)
def test_steps_that_fit(name, steps):
    assert faults(DATA.format(name, steps)) == []


def test_a_module_is_no_transform():
    code = "for x, y in DataLoader(datasets.ImageFolder('d', transform=transforms), 8):\n    pass\n"
    assert faults(code) == ["`transform` is the module `torchvision.transforms`, which cannot be called"]


@pytest.mark.parametrize(
    ("steps", "ends"),
    [
        ("transforms.ToTensor()", (0, 1)),
        ("transforms.PILToTensor()", (0, 255)),
        ("v2.ToImage(), v2.ToDtype(torch.float32, scale=True)", (0, 1)),
        ("v2.ToImage(), v2.ToDtype(torch.float32)", (0, 255)),
        ("transforms.ToTensor(), transforms.Normalize((0.5,) * 3, (0.5,) * 3)", (-1, 1)),
        ("transforms.ToTensor(), transforms.Lambda(lambda x: x * 2 - 1)", (-1, 1)),
        ("transforms.ToTensor(), transforms.Lambda(lambda x: 1 - x / 2)", (0.5, 1)),
        ("transforms.ToTensor(), transforms.Lambda(lambda x: x**2)", None),
    ],
)
def test_between_which_numbers_pixels_lie(steps, ends):
    code = f"data = datasets.CIFAR10('d', transform=transforms.Compose([{steps}]))\nimage = data[0][0]\n"
    assert machine(START + code).globals["image"].facts.get("range") == ends
