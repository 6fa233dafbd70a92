#!/usr/bin/env python3
"""Times Moreau's batched layer on the programs of qp-box and qp-simplex: decisions and gradients.

    python3 moreau_qp.py --case box|simplex --batch 250 --n 10 --reps 5

Prints the median seconds of a batch as one JSON object. Box: a quadratic term of its own for each
program, seven rows and two bounds for each variable, gradients by the linear term. Simplex:
mean–variance programs, gradients by both terms. Needs torch and moreau; one thread.
"""

import argparse
import json
import statistics
import time

import moreau
import torch
from moreau.torch import Solver


def box(batch, n, draws, rows=7):
    """Q, p, rows, bounds, the number of equalities, and what is differentiated by."""
    Q = torch.diag(0.5 + torch.rand(n, generator=draws)).repeat(batch, 1, 1)
    A = torch.randn(rows, n, generator=draws)
    A = A / A.norm(dim=1, keepdim=True)
    bounds = torch.cat([0.2 + 0.6 * torch.rand(rows, generator=draws), torch.ones(2 * n)])
    p = torch.randn(batch, n, generator=draws)
    return Q, p, torch.cat([A, torch.eye(n), -torch.eye(n)]), bounds, 0, "p"


def simplex(batch, n, draws, width=32):
    Z = torch.randn(batch, n, width, generator=draws)
    Z = Z / Z.norm(dim=2, keepdim=True)
    Q = 2 * (Z @ Z.transpose(1, 2) + 0.1 * torch.eye(n))
    p = 0.3 * torch.randn(batch, n, generator=draws)
    rows = torch.cat([torch.ones(1, n), -torch.eye(n)])
    return Q, p, rows, torch.cat([torch.ones(1), torch.zeros(n)]), 1, "both"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", choices=["box", "simplex"], default="box")
    for name, value in (("--batch", 250), ("--n", 10), ("--reps", 5)):
        parser.add_argument(name, type=int, default=value)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    draws = torch.Generator().manual_seed(0)
    make = {"box": box, "simplex": simplex}[options.case]
    Q, p, rows, bounds, zero, by = make(options.batch, options.n, draws)
    n, m = options.n, len(rows)

    def offsets(count):
        return torch.arange(0, count * n + 1, n)

    solver = Solver(
        n, m, offsets(n), torch.arange(n).repeat(n), offsets(m), torch.arange(n).repeat(m),
        moreau.Cones(num_zero_cones=zero, num_nonneg_cones=m - zero))
    values = rows.reshape(1, -1).repeat(options.batch, 1)
    right = bounds.repeat(options.batch, 1)
    flat = Q.reshape(options.batch, -1)
    leaves = [p.requires_grad_()] + ([flat.requires_grad_()] if by == "both" else [])
    seconds = []
    for run in range(options.reps + 1):
        start = time.perf_counter()
        x = solver.solve(flat, values, p, right).x
        projection = torch.randn(x.shape, generator=draws)
        torch.autograd.grad((projection * x).sum(), leaves)
        # The first run finds out how to solve.
        if run:
            seconds.append(time.perf_counter() - start)
    statuses = {str(t) for t in solver.info.status}
    if statuses and not all("solved" in t.lower() for t in statuses):
        raise SystemExit(f"not all programs were solved: {sorted(statuses)}")
    print(json.dumps({"total_median": statistics.median(seconds), "batch": options.batch, "n": n}))


if __name__ == "__main__":
    main()
