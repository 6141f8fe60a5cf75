"""Knowledge of a frozen teacher goes into a small student: soft targets, and features through a hook."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Teacher(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(),
            nn.MaxPool2d(2),
        )  # fmt: skip
        self.classifier = nn.Sequential(
            nn.Linear(64 * 8 * 8, 128), nn.ReLU(), nn.Dropout(0.1), nn.Linear(128, num_classes)
        )

    def forward(self, x):
        x = self.features(x)
        hidden = torch.flatten(x, 1)
        return self.classifier(hidden), x


class Student(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(),
            nn.MaxPool2d(2),
        )  # fmt: skip
        self.regressor = nn.Conv2d(16, 64, kernel_size=1)
        self.classifier = nn.Sequential(nn.Linear(16 * 8 * 8, 64), nn.ReLU(), nn.Linear(64, num_classes))

    def forward(self, x):
        x = self.features(x)
        return self.classifier(torch.flatten(x, 1)), self.regressor(x)


class DistillationLoss(nn.Module):
    def __init__(self, T=2.0, alpha=0.25):
        super().__init__()
        self.T, self.alpha = T, alpha
        self.ce = nn.CrossEntropyLoss()
        self.kl = nn.KLDivLoss(reduction="batchmean")

    def forward(self, student_logits, teacher_logits, labels):
        soft_targets = nn.functional.softmax(teacher_logits / self.T, dim=-1)
        soft_prob = nn.functional.log_softmax(student_logits / self.T, dim=-1)
        soft = self.kl(soft_prob, soft_targets) * (self.T**2)
        return self.alpha * soft + (1 - self.alpha) * self.ce(student_logits, labels)


def train_knowledge_distillation(teacher, student, batches, device):
    teacher.eval()
    student.train()
    params = [p for p in student.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(params, lr=0.001)
    criterion, mse, cosine = DistillationLoss(), nn.MSELoss(), nn.CosineEmbeddingLoss()
    for inputs, labels in batches:
        inputs, labels = inputs.to(device), labels.to(device)
        optimizer.zero_grad()
        with torch.no_grad():
            teacher_logits, teacher_map = teacher(inputs)
        student_logits, student_map = student(inputs)
        loss = criterion(student_logits, teacher_logits, labels)
        loss = loss + 0.1 * mse(student_map, teacher_map)
        loss += 0.1 * cosine(
            student_map.flatten(1), teacher_map.flatten(1), torch.ones(inputs.size(0), device=device)
        )
        at_s = F.normalize(student_map.pow(2).mean(1).view(student_map.size(0), -1))
        at_t = F.normalize(teacher_map.pow(2).mean(1).view(teacher_map.size(0), -1))
        loss += (at_s - at_t).pow(2).mean()
        loss.backward()
        optimizer.step()


device = "cuda" if torch.cuda.is_available() else "cpu"
teacher, student = Teacher(num_classes=10).to(device), Student().to(device)
for parameter in teacher.parameters():
    parameter.requires_grad = False
batches = [(torch.randn(4, 3, 32, 32), torch.randint(0, 10, (4,))) for _ in range(2)]
train_knowledge_distillation(teacher, student, batches, device)
