#!/usr/bin/env python3
"""Compares the decisions of a built `report` with those of other solvers, on programs that solvers
get wrong.

    pip install numpy h5py quadprog clarabel scipy
    python3 Tests/Programs/compare.py .build/debug/report --programs 10000

Every problem is written as a `decision-problem/1` file whose predictor is the identity and whose
training has no steps, so that the features of the target are the outcomes θ it decides for:

    minimise ½ xᵀQx − θᵀx  subject to  Gx ≤ h,  Ax = b.

`report gradient FILE --learner two-stage` decides for all of them. A second solver (quadprog, or
clarabel where that gives up) decides again. Where the two differ, a dual active-set method in exact
fractions says who is right. Relaxed bounds count because rows that coincide by construction, such
as Ax = b and −3.7·Ax ≤ −3.7·b, differ in their last bits: taken at their word they leave a sliver
of width 1e-16, whose corner no solver in doubles is asked to find. A table of kinds is printed:

    agreed           feasible to 1e-9 of the terms in every row, and the optimum of the program or
                     of the one whose bounds are relaxed by 1e-11 of their terms
    refused rightly  an error, and exact arithmetic finds no feasible point either
    refused wrongly  an error for a program that has an optimum
    silently wrong   an infeasible or suboptimal decision without an error, or an answer to a
                     program without a feasible point

The exit status is 1 if anything is silently wrong, else 0. Options: --programs N (default 1000),
--targets T programs per file (default 25), --seed S (default 0), --kinds a,b (default all),
--keep DIR keeps the files of what was not agreed.
"""
import argparse
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

import h5py
import numpy as np


# ---------------------------------------------------------------------------------------- programs
def base(r, n, m):
    """Q, G, h and a point inside."""
    root = r.normal(size=(n, n))
    g, inside = r.normal(size=(m, n)), r.normal(size=n)
    return root @ root.T + np.eye(n), g, g @ inside + r.uniform(size=m), inside


def none(n):
    return np.zeros((0, n)), np.zeros(0)


def plain(r, n, m, t):
    q, g, h, _ = base(r, n, m)
    return q, g, h, *none(n), 5 * r.normal(size=(t, n))


def duplicates(r, n, m, t):
    q, g, h, a, b, th = plain(r, n, m, t)
    return q, np.vstack([g, g]), np.r_[h, h], a, b, th


def scaled_duplicates(r, n, m, t):
    q, g, h, a, b, th = plain(r, n, m, t)
    f = 10 ** r.uniform(-2, 2, size=m)
    return q, np.vstack([g, f[:, None] * g]), np.r_[h, f * h], a, b, th


def one_vertex(r, n, m, t):
    q, _, _, a, b, th = plain(r, n, m, t)
    g, vertex = r.integers(-4, 5, size=(3 * n, n)).astype(float), r.integers(-3, 4, size=n)
    return q, g, g @ vertex, a, b, th


def redundant_equalities(r, n, m, t):
    q, _, _, _, _, th = plain(r, n, m, t)
    point, a = r.integers(-2, 3, size=n).astype(float), r.normal(size=(2, n))
    a = np.vstack([a, 0.3 * a[0] + 0.7 * a[1], 1e3 * a[0]])
    return q, np.eye(n), point + np.arange(n) % 2, a, a @ point, th


def row_factors(r, n, m, t):
    q, g, h, a, b, th = plain(r, n, m, t)
    f = 10.0 ** r.choice([-8, 0, 8], size=m)
    return q, f[:, None] * g, f * h, a, b, th


def diagonal(r, n, m, t):
    q, g, h, a, b, th = plain(r, n, m, t)
    s = 10.0 ** r.choice([-3, 0, 3], size=n)
    return s[:, None] * q * s, g, h, a, b, th * s


def tiny_ties(r, n, m, t):
    n += 3
    size, money = 10.0 ** r.choice([-6, -8, -9, -10]), 10.0 ** r.choice([0, 0, 3])
    g, h = np.vstack([np.eye(n), -np.eye(n)]), np.r_[np.ones(n), np.zeros(n)]
    a, b = none(n)
    if r.integers(2):
        g, h = np.vstack([g, r.integers(1, 5, size=n)]), np.r_[h, n]
    else:
        a, b = np.ones((1, n)), np.array([float(n // 2)])
    return size * np.eye(n), g, h, a, b, money * r.integers(1, 4, size=(t, n)).astype(float)


def shortest_path(r, n, m, t):
    side = 3
    arcs = [(v, v + 1) for v in range(side * side) if v % side < side - 1]
    arcs += [(v, v + side) for v in range(side * (side - 1))]
    a, b, k = np.zeros((side * side, len(arcs))), np.zeros(side * side), len(arcs)
    for e, (i, j) in enumerate(arcs):
        a[i, e], a[j, e] = 1, -1
    b[0], b[-1] = 1, -1
    g, h = np.vstack([np.eye(k), -np.eye(k)]), np.r_[np.ones(k), np.zeros(k)]
    size = 10.0 ** r.choice([-3, -6, -8, -9])
    return size * np.eye(k), g, h, a, b, -r.integers(1, 4, size=(t, k)).astype(float)


def coinciding(r, n, m, t):
    q, g, h, inside = base(r, n, m)
    h[0] = g[0] @ inside
    a, b = g[:1].copy(), h[:1].copy()
    return q, np.vstack([g, -3.7 * g[:1]]), np.r_[h, -3.7 * h[:1]], a, b, 5 * r.normal(size=(t, n))


def single(r, n, m, t):
    return plain(r, 1, m, t)


def infeasible(r, n, m, t):
    q, g, h, a, b, th = plain(r, n, m, t)
    # A power of two: with another factor the rows would meet in exact arithmetic, 1e16 away.
    f, gap = 2.0 ** r.choice([-27, 0, 27]), max(1, abs(h[0])) * 10.0 ** r.choice([-3, 0])
    return q, np.vstack([g, -f * g[:1]]), np.r_[h, -f * (h[0] + gap)], a, b, th


KINDS = [plain, duplicates, scaled_duplicates, one_vertex, redundant_equalities, row_factors,
         diagonal, tiny_ties, shortest_path, coinciding, single, infeasible]


# ------------------------------------------------------------------------------------------ report
def write(name, q, g, h, a, b, th):
    k = len(q)
    i = np.eye(k)
    with h5py.File(name, "w") as f:
        f.attrs["schema"] = "decision-problem/1"
        for group, rows in (("train", th[:1]), ("target", th)):
            f[group + "/features"] = rows
            f[group + "/labels"] = rows
        f["problem/quadratic"] = q
        f["problem/inequality_matrix"], f["problem/inequality_bound"] = g, h
        if len(a):
            f["problem/equality_matrix"], f["problem/equality_bound"] = a, b
        # relu(u) − relu(−u) = u
        f["weights/W1"], f["weights/b1"] = np.vstack([i, -i]), np.zeros(2 * k)
        f["weights/W2"], f["weights/b2"] = np.hstack([i, -i]), np.zeros(k)
        f.create_group("training").attrs.update(
            dict(steps=0, learning_rate=0.1, activation="relu", loss="sum"))


def decide(report, directory, program):
    """The decisions, or None and the error."""
    source, target = (os.path.join(directory, n) for n in ("program.h5", "decisions.h5"))
    write(source, *program)
    if os.path.exists(target):
        os.remove(target)
    run = subprocess.run([report, "gradient", source, "--learner", "two-stage", "--output", target],
                         capture_output=True, text=True)
    if os.path.exists(target):
        with h5py.File(target) as f:
            return f["target/decisions"][()], ""
    return None, (run.stderr + run.stdout).strip()


# ----------------------------------------------------------------------------------- other solvers
def second(q, g, h, a, b, theta):
    """A decision of quadprog or clarabel, or None."""
    import quadprog
    # In units of 1/√Q_jj and of rows of length 1, which neither of them finds by itself.
    s = 1 / np.sqrt(np.diag(q))
    rows, bounds = np.vstack([a, g]) * s, np.r_[b, h]
    length = np.linalg.norm(rows, axis=1)
    rows, bounds = rows / length[:, None], bounds / length
    qs, ts = s[:, None] * q * s, s * theta
    try:
        if len(rows) == 0:
            return s * np.linalg.solve(qs, ts)
        return s * quadprog.solve_qp(qs, ts, -rows.T, -bounds, len(a))[0]
    except ValueError:
        pass
    import clarabel
    from scipy import sparse
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    for name in ("tol_gap_abs", "tol_gap_rel", "tol_feas"):
        setattr(settings, name, 1e-11)
    cones = [clarabel.ZeroConeT(len(a)), clarabel.NonnegativeConeT(len(g))]
    result = clarabel.DefaultSolver(
        sparse.triu(sparse.csc_matrix(qs)).tocsc(), -ts, sparse.csc_matrix(rows), bounds, cones,
        settings).solve()
    return s * np.array(result.x) if "Solved" in str(result.status) else None


def solve_exactly(matrix, right):
    """The solution of a square system of fractions, or None."""
    n = len(right)
    m = [list(row) + [r] for row, r in zip(matrix, right)]
    for k in range(n):
        pivot = next((i for i in range(k, n) if m[i][k] != 0), None)
        if pivot is None:
            return None
        m[k], m[pivot] = m[pivot], m[k]
        m[k] = [v / m[k][k] for v in m[k]]
        for i in range(n):
            if i != k and m[i][k] != 0:
                f = m[i][k]
                m[i] = [u - f * v for u, v in zip(m[i], m[k])]
    return [row[n] for row in m]


def exact(q, g, h, a, b, theta):
    """The optimum in fractions by the dual active-set method; None if there is no feasible point.

    Works on the Gram matrix CQ⁻¹Cᵀ of rows; every comparison is exact, the lowest row goes first.
    """
    n, m = len(q), len(g)
    F = lambda v: [Fraction(float(x)) for x in v]
    symmetric = [[(Fraction(float(q[i, j])) + Fraction(float(q[j, i]))) / 2 for j in range(n)]
                 for i in range(n)]
    rows, d = [F(r) for r in np.vstack([g, a])], F(np.r_[h, b])
    dot = lambda u, v: sum(x * y for x, y in zip(u, v))
    images = [solve_exactly(symmetric, r) for r in rows]
    x0 = solve_exactly(symmetric, F(theta))
    gram = [[dot(r, v) for v in images] for r in rows]
    active, mu = [], []

    def coefficients(row):
        return solve_exactly([[gram[i][j] for j in active] for i in active],
                             [gram[i][row] for i in active]) if active else []

    def point():
        x = list(x0)
        for k, i in enumerate(active):
            x = [u - mu[k] * v for u, v in zip(x, images[i])]
        return x

    def on_active():
        excess = [dot(rows[i], x0) - d[i] for i in active]
        return solve_exactly([[gram[i][j] for j in active] for i in active], excess)

    for row in range(m, len(rows)):
        r = coefficients(row)
        if gram[row][row] - dot([gram[i][row] for i in active], r) == 0:
            if d[row] != dot(r, [d[i] for i in active]):
                return None
        else:
            active.append(row)
    equalities = len(active)
    mu = on_active() if active else []
    while True:
        x = point()
        row = next((i for i in range(m) if i not in active and dot(rows[i], x) > d[i]), None)
        if row is None:
            return x
        gained = Fraction(0)
        while True:
            remaining = dot(rows[row], point_with(x0, images, active, mu, row, gained)) - d[row]
            r = coefficients(row)
            curvature = gram[row][row] - dot([gram[i][row] for i in active], r)
            blocking = [(mu[k] / r[k], k) for k in range(equalities, len(active)) if r[k] > 0]
            step, k = min(blocking) if blocking else (None, None)
            if curvature == 0 and step is None:
                return None
            full = remaining / curvature if curvature != 0 else None
            if full is not None and (step is None or full <= step):
                mu = [u - full * v for u, v in zip(mu, r)] + [gained + full]
                active.append(row)
                break
            mu = [u - step * v for u, v in zip(mu, r)]
            gained += step
            del mu[k], active[k]


def point_with(x0, images, active, mu, row, gained):
    x = list(x0)
    for i, m in list(zip(active, mu)) + [(row, gained)]:
        x = [u - m * v for u, v in zip(x, images[i])]
    return x


def relaxed(q, g, h, a, b, theta, share=1e-11):
    """The exact optimum with every bound relaxed by a share of its terms, for data that are
    feasible up to rounding only; None if that has no feasible point either."""
    slack = lambda rows, d: share * (np.abs(rows).max(axis=1, initial=0) + np.abs(d))
    g2 = np.vstack([g, a, -a])
    h2 = np.r_[h + slack(g, h), b + slack(a, b), -b + slack(a, b)]
    return exact(q, g2, h2, *none(len(q)), theta)


# ------------------------------------------------------------------------------------------- judge
def violation(g, h, a, b, x):
    """The largest excess of a row relative to max |c|·max |x| + |d|, in long doubles."""
    x = np.asarray(x, np.longdouble)
    worst = 0.0
    for rows, d, both in ((g, h, False), (a, b, True)):
        miss = rows.astype(np.longdouble) @ x - d
        scale = np.abs(rows).max(axis=1, initial=0) * np.abs(x).max(initial=0) + np.abs(d)
        excess = np.abs(miss) if both else np.maximum(miss, 0)
        excess = np.where(np.isnan(miss), np.inf, excess)
        worst = max(worst, float((excess / np.maximum(scale, 1e-300)).max(initial=0)))
    return worst


def near(x, y, q, tolerance):
    """Whether two decisions agree, in the units of Q: 1/√Q_jj."""
    s = np.sqrt(np.diag(q))
    x, y = np.array([float(v) for v in x]), np.array([float(v) for v in y])
    return bool(np.abs(s * (x - y)).max() <= tolerance * max(np.abs(s * y).max(), 1e-12))


def truth(program, theta):
    x = exact(*program[:5], theta)
    return x if x is not None else relaxed(*program[:5], theta)


def judge(program, theta, x):
    """One of the four columns."""
    q, g, h, a, b = program[:5]
    if x is None:
        return "refused wrongly" if truth(program, theta) is not None else "refused rightly"
    if not violation(g, h, a, b, x) <= 1e-9:
        return "silently wrong"
    y = second(q, g, h, a, b, theta)
    if y is not None and near(x, y, q, 1e-6):
        return "agreed"
    for solve in (exact, relaxed):
        y = solve(q, g, h, a, b, theta)
        if y is not None and near(x, y, q, 1e-6):
            return "agreed"
    return "silently wrong"


COLUMNS = ["agreed", "refused rightly", "refused wrongly", "silently wrong"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("report")
    parser.add_argument("--programs", type=int, default=1000)
    parser.add_argument("--targets", type=int, default=25)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", default=",".join(k.__name__ for k in KINDS))
    parser.add_argument("--keep")
    options = parser.parse_args()
    kinds = [k for k in KINDS if k.__name__ in options.kinds.split(",")]
    files = -(-options.programs // (options.targets * len(kinds)))
    table = {k.__name__: dict.fromkeys(COLUMNS, 0) for k in kinds}
    with tempfile.TemporaryDirectory() as directory:
        for number, kind in [(f, k) for k in kinds for f in range(files)]:
            name = kind.__name__
            r = np.random.default_rng([options.seed, number, KINDS.index(kind)])
            program = kind(r, int(r.integers(2, 9)), int(r.integers(1, 13)), options.targets)
            decisions, error = decide(options.report, directory, program)
            for i, theta in enumerate(program[5]):
                if decisions is not None:
                    x = decisions[i]
                elif i == 0 or name != "infeasible":
                    # One refused target refuses its file: each is asked for by itself.
                    single = decide(options.report, directory, (*program[:5], theta[None]))
                    x, error = (None, single[1]) if single[0] is None else (single[0][0], "")
                verdict = judge(program, theta, x)
                table[name][verdict] += 1
                if verdict in COLUMNS[2:]:
                    print(f"{name} file {number} target {i}: {verdict}: {error or x}",
                          flush=True)
                    if options.keep:
                        os.makedirs(options.keep, exist_ok=True)
                        write(f"{options.keep}/{name}-{number}-{i}.h5", *program[:5], theta[None])
    width = max(map(len, table))
    print(" " * width, *(f"{c:>16}" for c in COLUMNS))
    for name, row in table.items():
        print(f"{name:<{width}}", *(f"{row[c]:>16}" for c in COLUMNS))
    wrong = sum(row["silently wrong"] for row in table.values())
    print(f"{sum(map(lambda v: sum(v.values()), table.values()))} programs, {wrong} silently wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
