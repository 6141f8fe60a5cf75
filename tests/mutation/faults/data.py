"""Data sets, transforms, splits and scalers."""

from __future__ import annotations

from tests.mutation.edits import Fault, after, drop, either, swap

NORMALIZE = r"transforms\.Normalize\([^\n]*\)(?=[,\]])"

FAULTS = (
    Fault("DAT001", "a normalisation before the tensor", torch=swap(rf"(transforms\.ToTensor\(\)),(\s+)({NORMALIZE})", r"\3,\2\1", at=r"Normalize\(")),
    Fault("DAT002", "pixels that are not scaled",
        torch=swap(r"transform=ToTensor\(\)", "transform=pixels", everywhere=True, also=((r"^from torchvision\.transforms import ToTensor$", "from torchvision.transforms import Compose, Lambda, PILToTensor\n\npixels = Compose([PILToTensor(), Lambda(lambda image: image.float())])"),), at=r"model\(images\)|nn\.Linear\(28|pixels"),
        keras=either(
            swap(r"^(x_train = .*|x_test = .*) / 255(?:\.0)?$", r"\1", everywhere=True, at=r"fit\("),
            drop(r"layers\.Rescaling\(.*", at=r"model\.fit"),
            swap(r"rescale=1\.0 / 255, ", "", also=((r"rescale=1\.0 / 255", ""),), at=r"model\.fit"),
        ),
    ),
    Fault("DAT003", "random changes of the test images", torch=either(
        swap(r"(train=False.*transform=)test_transform", r"\1train_transform", at=r"test_set = |train_transform = |RandomCrop"),
        swap(r"valid\", transform=plain", 'valid", transform=augment', at=r"valid_set = |augment = |RandomResized"),
        swap(r"test_transform = transforms\.Compose\(\[", "test_transform = transforms.Compose([transforms.RandomHorizontalFlip(), ", at=r"test_set = |test_transform = "),
    ), keras=swap(r"validation_generator = test_datagen", "validation_generator = train_datagen", at=r"train_datagen = ")),
    Fault("DAT004", "test images prepared in another way",
        torch=either(
            swap(r"(test_transform = .*ToTensor\(\)), transforms\.Normalize\(MEAN, STD\)", r"\1", at=r"test_transform ="),
            swap(r"transforms\.CenterCrop\(224\)", "transforms.CenterCrop(128)", also=((r"transforms\.Resize\(256\)", "transforms.Resize(128)"),), at=r"plain ="),
            swap(r"(CenterCrop\(224\),\s+transforms\.ToTensor\(\)),\s+transforms\.Normalize\(MEAN, STD\)", r"\1", at=r"plain ="),
        ),
        keras=swap(r"^x_train, x_test = x_train / 255\.0, x_test / 255\.0$", "x_train = x_train / 255.0", at=r"model\.(?:fit|evaluate)\("),
    ),
    Fault("DAT005", "pretrained weights without their normalisation",
        torch=swap(r"^ +transforms\.Normalize\(MEAN, STD\),\n", "", everywhere=True, where="ResNet18_Weights", at=r"(?:augment|plain) ="),
        keras=either(drop(r"x = preprocess_input\(x\)", at=r"fit\("), swap(r"x = preprocess_input\(x\)", "x = layers.Rescaling(1 / 255)(x)", at=r"fit\(")),
    ),
    Fault("DAT006", "a scale applied twice",
        torch=swap(rf"({NORMALIZE})", r"\1, \1", at="Normalize"),
        keras=either(
            swap(r"^(x_train = np\.expand_dims.*)$", r"x_train = x_train / 255.0\n\1", also=((r"^(x_test = np\.expand_dims.*)$", r"x_test = x_test / 255.0\n\1"),), at=r"^x_\w+ = x_\w+ / 255\.0$"),
            swap(r"^( +)inputs = Input\(shape=\(32, 32, 3\)\)\n( +x = .*)\(inputs\)", r"\1inputs = Input(shape=(32, 32, 3))\n\1x = layers.Rescaling(1 / 255)(inputs)\n\2(x)", at="Rescaling"),
        ),
    ),
    Fault("DAT007", "a scaler that learns from the test rows",
        torch=swap(r"^(X_train, X_test, .*)\nscaler = StandardScaler\(\)\n.*\n.*$", r"X = StandardScaler().fit_transform(X)\n\1", at=r"fit_transform\(X\)"),
        keras=swap(r"^(X_train, X_test, .*)\nscaler = .*\n.*\n.*$", r"X = StandardScaler().fit_transform(X)\n\1", at=r"fit_transform\(X\)"),
    ),
    Fault("DAT008", "mirrored digits",
        torch=swap(r"(train=True.*)transform=transform\)", r"\1transform=transforms.Compose([transforms.RandomHorizontalFlip(), transform]))", where="MNIST", at="RandomHorizontalFlip"),
    ),
    Fault("DAT009", "rows shuffled without their labels",
        torch=swap(r"^(train_loader = DataLoader\(TensorDataset\(X)", r"X_train = X_train[torch.randperm(len(X_train))]\n\1", at="randperm"),
        keras=either(
            swap(r"^(x_train = x_train\.astype.*)$", r"np.random.shuffle(x_train)\n\1", also=(), at="np.random.shuffle"),
        ),
    ),
    Fault("DAT014", "features as they are",
        torch=swap(r"^scaler = StandardScaler\(\)\nX_train = .*\nX_test = .*\n", "", also=((r"^from sklearn\.preprocessing import StandardScaler\n", ""),), at=r"nn\.Linear\(10, 64"),
        keras=swap(r"^scaler = .*\nX_train = .*\nX_test = .*\n", "", also=((r"^from sklearn\.preprocessing import StandardScaler\n", ""),), where="california", at=r"Dense\(64"),
    ),
    Fault("DAT010", "class numbers that are scaled",
        torch=after(r"data, target = data\.to\(device\)", "target = (target / 9).long()"),
        keras=after(r"x_test = x_test\.astype", "y_train, y_test = y_train / 255, y_test / 255"),
    ),
    Fault("DAT011", "a data set decoded for its labels", torch=after(r"train_set = datasets\.\w+\(", "labels = [label for _, label in train_set]\nprint(len(set(labels)))")),
    Fault("DAT012", "a resize before a random crop that resizes", torch=swap(r"^( +)transforms\.RandomResizedCrop", r"\1transforms.Resize(256),\n\1transforms.RandomResizedCrop", at=r"Compose\(|Resize")),
    Fault("DAT013", "a loader that nothing goes over", torch=after(r"test_loader = DataLoader\(", "extra_loader = DataLoader(test_set, batch_size=16)", where="test_set =")),
)  # fmt: skip
