"""Mixed precision with gradient accumulation, warm-up, clipping, a compiled model and a resumed checkpoint."""

import argparse
import contextlib
import io
import math
import time

import torch
import torch.nn as nn
from torch.amp import GradScaler, autocast
from torch.optim.lr_scheduler import LambdaLR
from torch.utils.data import DataLoader, TensorDataset


def parse_args():
    p = argparse.ArgumentParser(description="train")
    p.add_argument("--batch-size", default=8, type=int)
    p.add_argument("--accum", "--gradient-accumulation-steps", dest="accum", default=2, type=int)
    p.add_argument("--hidden", type=int, default=64)
    p.add_argument("--compile", action="store_true")
    p.add_argument("--distributed", action="store_true", default=False)
    p.add_argument("--clip", type=float, default=1.0)
    return p.parse_args([])


class PatchMixer(nn.Module):
    def __init__(self, dim, patches):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.tokens = nn.Sequential(
            nn.Linear(patches, 2 * patches), nn.GELU(), nn.Linear(2 * patches, patches)
        )
        self.norm2 = nn.LayerNorm(dim)
        self.channels = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        x = x + self.tokens(self.norm1(x).transpose(1, 2)).transpose(1, 2)
        return x + self.channels(self.norm2(x))


class Mixer(nn.Module):
    def __init__(self, *, image_size, patch_size, dim, depth, num_classes):
        super().__init__()
        assert image_size % patch_size == 0, "image must be divisible by patch size"
        patches = (image_size // patch_size) ** 2
        self.embed = nn.Conv2d(3, dim, patch_size, stride=patch_size)
        self.blocks = nn.Sequential(*[PatchMixer(dim, patches) for _ in range(depth)])
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, num_classes)

    def forward(self, img):
        x = self.embed(img).flatten(2).transpose(1, 2)
        x = self.norm(self.blocks(x))
        return self.head(x.mean(dim=1))


def warmup_cosine(optimizer, warmup, total):
    def lr_lambda(step):
        if step < warmup:
            return step / max(1, warmup)
        return 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, total - warmup)))

    return LambdaLR(optimizer, lr_lambda)


def main():
    args = parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    use_amp = device.type == "cuda"
    model = Mixer(image_size=32, patch_size=8, dim=args.hidden, depth=2, num_classes=5).to(device)
    if args.compile:
        model = torch.compile(model)
    if args.distributed:
        model = nn.parallel.DistributedDataParallel(model, device_ids=[0])
    elif torch.cuda.device_count() > 1:
        model = nn.DataParallel(model)
    module = model.module if hasattr(model, "module") else model
    print(f"{sum(p.numel() for p in module.parameters()) / 1e6:.2f}M parameters")
    data = TensorDataset(torch.randn(32, 3, 32, 32), torch.randint(5, (32,)))
    loader = DataLoader(data, args.batch_size, shuffle=True, pin_memory=use_amp, drop_last=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4, weight_decay=0.05)
    scheduler = warmup_cosine(optimizer, 1, len(loader))
    criterion = nn.CrossEntropyLoss()
    scaler = GradScaler(enabled=use_amp)
    amp_context = autocast("cuda", dtype=torch.float16) if use_amp else contextlib.nullcontext()
    start = time.time()
    for step, (images, targets) in enumerate(loader):
        images = images.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        with amp_context:
            logits = model(images)
            loss = criterion(logits, targets) / args.accum
        scaler.scale(loss).backward()
        if (step + 1) % args.accum == 0 or step + 1 == len(loader):
            scaler.unscale_(optimizer)
            norm = torch.nn.utils.clip_grad_norm_(model.parameters(), args.clip)
            scaler.step(optimizer)
            scaler.update()
            optimizer.zero_grad(set_to_none=True)
            scheduler.step()
            print(
                step, loss.item() * args.accum, float(norm), scheduler.get_last_lr()[0], time.time() - start
            )
    buffer = io.BytesIO()
    torch.save({"model": module.state_dict(), "scaler": scaler.state_dict()}, buffer)
    buffer.seek(0)
    state = torch.load(buffer, map_location=device, weights_only=True)
    state["model"] = {k.replace("_orig_mod.", ""): v for k, v in state["model"].items()}
    missing, unexpected = module.load_state_dict(state["model"], strict=False)
    model.eval()
    with torch.no_grad(), torch.autocast(device_type=device.type, enabled=use_amp):
        probs = model(torch.randn(1, 3, 32, 32, device=device)).softmax(dim=-1)


if __name__ == "__main__":
    main()
