"""The training step of bench/step/ in PyTorch, written as its users write it. `torch_step.py THREADS` (0: the default), requests on stdin."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Network(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.equal = shape["shortest"] == 1
        self.tables = nn.ModuleList(nn.Embedding(t["rows"], t["size"]) for t in shape["tables"])
        inputs = shape["continuous"] + sum(t["size"] for t in shape["tables"])
        kind = {"gru": nn.GRU, "lstm": nn.LSTM, "rnn": nn.RNN}[shape["cell"]]
        self.rnn = kind(
            inputs,
            shape["hidden"],
            num_layers=shape["layers"],
            batch_first=True,
            bidirectional=shape["bidirectional"],
            dropout=shape["dropout"] if shape["layers"] > 1 else 0,
        )
        self.hidden = shape["hidden"]
        width = shape["hidden"] * (2 if shape["bidirectional"] else 1)
        self.norm = nn.LayerNorm(width) if shape["layerNorm"] else nn.Identity()
        self.dropout = nn.Dropout(shape["dropout"])
        self.attention = nn.Linear(width, 1, bias=False) if shape["attention"] else None
        head = shape["headUnits"]
        self.head = nn.Sequential(
            nn.Linear(width, head), nn.ReLU(), nn.Dropout(shape["dropout"]), nn.Linear(head, shape["classes"])
        )

    def forward(self, x, codes, lengths):
        x = torch.cat([x, *(table(codes[..., i]) for i, table in enumerate(self.tables))], dim=-1)
        if self.equal:
            y, _ = self.rnn(x)
        else:
            y, _ = self.rnn(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
            y, _ = pad_packed_sequence(y, batch_first=True)
        y = self.dropout(self.norm(y))
        if self.attention is None:
            last = y[torch.arange(len(lengths)), lengths - 1, : self.hidden]
            context = torch.cat([last, y[:, 0, self.hidden :]], dim=-1)
        else:
            scores = self.attention(y).squeeze(-1)
            if not self.equal:
                scores = scores.masked_fill(torch.arange(y.shape[1]) >= lengths[:, None], float("-inf"))
            context = (torch.softmax(scores, dim=1).unsqueeze(-1) * y).sum(1)
        return self.head(context)


def lengths_of(shape):
    n, low = shape["batch"], shape["shortest"]
    return [int(shape["steps"] * (1 if n == 1 else low + (1 - low) * i / (n - 1)) + 0.5) for i in range(n)]


def prepare(shape):
    torch.manual_seed(0)
    network = Network(shape).train()
    size, steps = shape["batch"], shape["steps"]
    x = 3.4 * (torch.rand(size, steps, shape["continuous"]) - 0.5)
    codes = torch.stack([torch.randint(0, t["rows"], (size, steps)) for t in shape["tables"]], -1) if shape["tables"] else None
    lengths = torch.tensor(lengths_of(shape))
    labels = torch.arange(size) % shape["classes"]
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-4)
    loss_of = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss_of(network(x, codes, lengths), labels).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()

    return step


def main():
    if int(sys.argv[1]) > 0:
        torch.set_num_threads(int(sys.argv[1]))
    current, step = None, None
    for line in sys.stdin:
        request = json.loads(line)
        if "describe" in request:
            count = torch.get_num_threads()
            threads = "one thread" if count == 1 else f"{count} threads"
            print(json.dumps({"label": f"PyTorch {torch.__version__}, {threads}"}), flush=True)
            continue
        if request["shape"] != current:
            current, step = request["shape"], prepare(request["shape"])
        times = []
        cpu = time.process_time()
        for _ in range(request["steps"]):
            start = time.perf_counter()
            step()
            times.append((time.perf_counter() - start) * 1000)
        cpu = (time.process_time() - cpu) * 1000 / request["steps"]
        print(json.dumps({"times": times, "cpu": cpu}), flush=True)


if __name__ == "__main__":
    main()
